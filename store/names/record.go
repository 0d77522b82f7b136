package names

// Name is a name whose parts are known apart. Any part may be empty and in any
// alphabet.
type Name struct{ Surname, Given, Patronymic string }

// Record is one child of the index.
type Record struct {
	ID          string   // given back by Find; must not be empty
	Name        Name     // as known apart
	Typed       string   // the whole name as typed, where its parts are not known apart
	Other       []string // other spellings, nicknames, whole names or parts, as typed
	After       string   // a name given after the transfer, as typed
	Sex         Sex
	Birth       Birth
	Places      []Place // where from, where last known; one agreeing is enough
	Institution string
	Parted      Date     // the separation
	Siblings    []string // ids of the records of sisters and brothers
	Marks       string   // distinguishing marks in the words of the report
}

// Query is a question to the index: what somebody says of a child. The fields
// mean what they mean in Record; Typed is the usual one.
type Query struct {
	Name        Name
	Typed       string
	Other       []string
	Sex         Sex
	Birth       Birth
	Places      []Place
	Institution string
	Parted      Date
	Marks       string
	Siblings    []string // ids of records known to be sisters or brothers of the child
	With        []Query  // children said to be with this one; their own With is not read
	Not         []string // ids never to give back: the record itself, rejected pairs
}

// Match is one answer of Find or Same.
type Match struct {
	ID          string
	Bits        float64 // log2 of the odds that this record is the one asked for
	Probability float64 // that it is, all answers considered
	Fields      []Field // what speaks for and against, in the order of the FieldNames
}

// Field is one line of the explanation of a match.
type Field struct {
	Name    FieldName
	Level   Level
	Bits    float64 // what the field adds to Match.Bits
	Verdict Verdict
}

// Strong is the score in bits from which a match is shown as strong; from 0 to
// Strong it is possible, below 0 it is shown on request only.
const Strong = 10
