package staff

import (
	"dodomu/bot/flow"
	"dodomu/store/cases"
)

// take puts a case into the worker's hand. A new one goes under review, of which
// the family is told.
func take(o order) (flow.Reply, error) {
	o, err := o.placed()
	if err != nil {
		return flow.Reply{}, err
	}
	if o.seen == cases.Received && !o.sure {
		return o.previewed(cases.Move{To: cases.UnderReview, Seen: o.seen})
	}
	return o.done(o.tx.Take(o.by, o.ref, o.seen))
}

// previewed shows what a move would send.
func (o order) previewed(m cases.Move) (flow.Reply, error) {
	p, err := o.tx.Preview(o.by, o.ref, m)
	if err != nil {
		return flow.Reply{}, err
	}
	return o.preview(p), nil
}

// moving is a command that moves a case to a stage with words of the worker: first
// it is asked whether it can be, then for the words, then, where the family is told,
// for the word to send them.
func moving(to cases.Stage) func(order) (flow.Reply, error) {
	return func(o order) (flow.Reply, error) {
		o, err := o.placed()
		if err != nil {
			return flow.Reply{}, err
		}
		if o.rest == "" {
			return o.wantsFor(to)
		}
		m := moveTo(to, o.seen, o.rest)
		if !o.sure && to.Kind().Class() != cases.ClassC {
			return o.previewed(m)
		}
		return o.done(o.tx.Move(o.by, o.ref, m))
	}
}

// wantsFor asks for the words of a move that can be made.
func (o order) wantsFor(to cases.Stage) (flow.Reply, error) {
	if _, err := o.tx.Preview(o.by, o.ref, moveTo(to, o.seen, word)); err != nil {
		return flow.Reply{}, err
	}
	return o.wants()
}

// release takes a case back from hold. Nobody is told.
func release(o order) (flow.Reply, error) {
	o, err := o.placed()
	if err != nil {
		return flow.Reply{}, err
	}
	return o.done(o.tx.Release(o.by, o.ref, o.seen))
}

// resume takes an open question back. Nobody is told.
func resume(o order) (flow.Reply, error) {
	o, err := o.placed()
	if err != nil {
		return flow.Reply{}, err
	}
	return o.done(o.tx.Resume(o.by, o.ref, o.seen))
}

// note keeps words that staff alone ever read.
func note(o order) (flow.Reply, error) {
	if o.rest == "" {
		o, err := o.placed()
		if err != nil {
			return flow.Reply{}, err
		}
		return o.wants()
	}
	return o.done(o.tx.Note(o.by, o.ref, o.rest))
}

// spoke records that a person spoke to the family; what was held leaves.
func spoke(o order) (flow.Reply, error) {
	p, err := o.tx.PreviewSpoke(o.by, o.ref)
	switch {
	case err != nil:
		return flow.Reply{}, err
	case o.rest == "":
		return o.wants()
	case !o.sure:
		return o.preview(p), nil
	}
	return o.done(o.tx.Spoke(o.by, o.ref, o.rest))
}
