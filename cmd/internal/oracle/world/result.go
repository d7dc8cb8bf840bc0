package world

// A Result is what the runs of a program have shown.
type Result struct {
	ID    string
	Runs  int
	Exact bool   // every run that is possible was tried
	Fault string `json:",omitempty"` // why the program could not be judged
	Sites []*Acquire
	// Outcomes are the ways in which the functions ended: which of the results were
	// nil, or that there were none.
	Outcomes map[string]bool
	Uses     []*Use
}

// An Acquire is what became of the resources that were acquired at a site.
type Acquire struct {
	Site Site
	Kind string

	Leaks     bool // one was left open by a run that returned
	Implied   bool // one was left open, with a transaction that will end it
	Unwinding bool // one was left open by a panic or runtime.Goexit
	Piled     bool // another one was acquired before the program released the last
	Dead      bool // one was closed when the caller got it
	Unasked   bool // an iteration over it failed, and nobody asked how it ended
	Unheard   bool // and the program returned no error
}

// A Use is what happened at a call that needs a resource, or releases one.
type Use struct {
	Site Site

	Before, After bool // it was called before, after the release
	Early         bool // it was a release that another one should have come before
	Within        bool // and both stand in the same function
}

// An ending is how a run ended.
type ending int

const (
	returned ending = iota
	unwound         // by a panic or runtime.Goexit
)

func (a *Acquire) leak(end ending) {
	if end == returned {
		a.Leaks = true
	} else {
		a.Unwinding = true
	}
}

// findings are a result in the making.
type findings struct {
	sites map[Site]*Acquire
	uses  map[Site]*Use
	order []*Acquire
	used  []*Use

	outcomes map[string]bool // of the function under way
}

func newFindings() *findings {
	return &findings{sites: map[Site]*Acquire{}, uses: map[Site]*Use{}, outcomes: map[string]bool{}}
}

func (f *findings) at(site Site, kind string) *Acquire {
	a := f.sites[site]
	if a == nil {
		a = &Acquire{Site: site, Kind: kind}
		f.sites[site] = a
		f.order = append(f.order, a)
	}
	return a
}

func (f *findings) use(site Site) *Use {
	u := f.uses[site]
	if u == nil {
		u = &Use{Site: site}
		f.uses[site] = u
		f.used = append(f.used, u)
	}
	return u
}
