package accuracy

import (
	"fmt"
	"io"
	"slices"
)

// An Adjudication is what somebody found who read a report against the code.
// It is of a place and a rule at a commit, whatever the words of the report: the
// engine may learn to say it better, and need not be read again for that.
type Adjudication struct {
	Repo   string  `json:"repo"`
	Commit string  `json:"commit"`
	File   string  `json:"file"`
	Line   int     `json:"line"`
	Rule   string  `json:"rule"`
	Found  Finding `json:"found"`
	Why    string  `json:"why,omitempty"` // needed unless the report is right
}

// A Finding is the outcome of reading a report.
type Finding string

const (
	// Right: on some path that can be taken the code does what the rule says.
	Right Finding = "right"
	Wrong Finding = "wrong"
	// Undecided: whether it does depends on code that could not be read, or on
	// what the authors mean.
	Undecided Finding = "undecided"
	// Unread: nobody has looked.
	Unread Finding = "unread"
)

// place is what an adjudication is of.
type place struct {
	repo, commit, file string
	line               int
	rule               string
}

func (a Adjudication) place() place { return place{a.Repo, a.Commit, a.File, a.Line, a.Rule} }

func (r Report) place() place { return place{r.Repo, r.Commit, r.File, r.Line, r.Rule} }

// Adjudications are the reports that have been read.
type Adjudications map[place]Adjudication

// Of returns what was found when the report was read, or that nobody did.
func (as Adjudications) Of(r Report) Adjudication {
	if a, ok := as[r.place()]; ok {
		return a
	}
	return Adjudication{r.Repo, r.Commit, r.File, r.Line, r.Rule, Unread, ""}
}

// ReadAdjudications reads one JSON object a line.
func ReadAdjudications(r io.Reader) (Adjudications, error) {
	list, err := readJSON[Adjudication](r)
	if err != nil {
		return nil, err
	}
	as := make(Adjudications, len(list))
	for _, a := range list {
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("%s %s:%d %s: %w", a.Repo, a.File, a.Line, a.Rule, err)
		}
		if old, ok := as[a.place()]; ok {
			return nil, fmt.Errorf("%s %s:%d %s: adjudicated twice, %s and %s", a.Repo, a.File, a.Line, a.Rule, old.Found, a.Found)
		}
		as[a.place()] = a
	}
	return as, nil
}

func (a Adjudication) check() error {
	switch a.Found {
	case Right:
	case Wrong, Undecided:
		if a.Why == "" {
			return fmt.Errorf("%s needs a reason", a.Found)
		}
	default:
		return fmt.Errorf("found %q, want right, wrong or undecided", a.Found)
	}
	return nil
}

// Unread leaves the reports that nobody has read.
func (as Adjudications) Unread(rs []Report) []Report {
	return slices.DeleteFunc(slices.Clone(rs), func(r Report) bool { return as.Of(r).Found != Unread })
}
