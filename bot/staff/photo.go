package staff

import (
	"slices"
	"strconv"
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// files are the files of a case in the order they came: those of the reports, then
// what the family sent later. Photo 1 is the first of them.
func files(f cases.File) []cases.FileID {
	var all []cases.FileID
	for _, r := range f.Reports {
		for _, c := range r.Sheet.Children {
			all = append(all, c.Photos...)
		}
	}
	for _, s := range f.Said {
		all = append(all, s.Files...)
	}
	return all
}

// photo shows the working copy of one file.
func photo(o order) (flow.Reply, error) {
	id, working, err := o.picture()
	if err != nil {
		return flow.Reply{}, err
	}
	back := [][]flow.Button{{about("open", o.ref, "")}}
	if working == nil {
		return flow.Reply{Messages: []flow.Message{{Key: "staff.photo.none", Buttons: back}}}, nil
	}
	return flow.Reply{Messages: []flow.Message{{Key: "staff.photo.shown", Args: flow.Args{"ref": text(o.ref.String())},
		Files: []int64{int64(id)}, Secret: true, Buttons: back}}}, nil
}

// picture finds the file by its place in the case, or by the id of a button, and
// reads its working copy; nil where there is none.
func (o order) picture() (cases.FileID, []byte, error) {
	n, exact, err := pictureNumber(o.rest)
	if err != nil {
		return 0, nil, err
	}
	if !exact {
		f, err := o.tx.ReadCase(o.by, o.ref)
		if err != nil {
			return 0, nil, err
		}
		all := files(f)
		if n < 1 || n > int64(len(all)) {
			return 0, nil, errNoPhoto
		}
		n = int64(all[n-1])
	}
	working, err := o.tx.File(o.by, o.ref, cases.FileID(n))
	return cases.FileID(n), working, err
}

// pictureNumber reads which file is meant: its place from 1 on, or, exact, the id that a
// button carries behind a #.
func pictureNumber(word string) (n int64, exact bool, err error) {
	digits, exact := strings.CutPrefix(word, "#")
	if n, err = strconv.ParseInt(digits, 10, 64); err != nil {
		return 0, false, errUsage
	}
	return n, exact, nil
}

// Picture gives the working copy of photo n of a case or a tip, counted from 1, for a command
// line that cannot show it; nil while it is not fetched or where it is no picture.
// The errors are those of the store: the case is read, and stands in its history.
func Picture(tx *store.Tx, by cases.Actor, typed string) ([]byte, error) {
	o, err := order{tx: tx, by: by}.read([]string{"photo", typed})
	if err != nil {
		return nil, err
	}
	if o.tip != "" {
		id, err := o.tipPicture()
		if err != nil {
			return nil, err
		}
		working, err := o.tx.TipFileCopy(by, o.tip, id)
		return slices.Clone(working), err
	}
	_, working, err := o.picture()
	return slices.Clone(working), err
}
