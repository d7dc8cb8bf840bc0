package world

import "slices"

// A Resource is one that the program has acquired in this run.
type Resource struct {
	Kind  string
	Open  func() bool // whether it is still open
	Force func()      // closes it after the run

	site      Site
	literal   string    // the function literal that it was acquired in, or ""
	parent    *Resource // what it ends with; nil if there is none
	released  bool      // the program has released it, or tried to
	given     bool      // the caller of the program has released it
	elsewhere bool      // another function than that which acquired it iterates
}

// Acquired notes a resource that the program has just got.
func Acquired(kind string, open func() bool, force func()) *Resource {
	mu.Lock()
	defer mu.Unlock()
	p := locate(3)
	r := &Resource{Kind: kind, Open: open, Force: force, site: p.site, literal: p.literal}
	seen := found.at(r.site, kind)
	for _, other := range current.resources {
		if other.site == r.site && !other.released {
			seen.Piled = true
		}
	}
	current.resources = append(current.resources, r)
	return r
}

// Release notes that the program releases the resource. A second time is no
// mistake.
func (r *Resource) Release() {
	mu.Lock()
	defer mu.Unlock()
	if !current.disposing {
		r.released = true
		return
	}
	r.given = true
	if !r.released && !r.Open() {
		found.at(r.site, r.Kind).Dead = true
	}
}

// Ends notes that a transaction ends these resources, which are still open. One of a
// function literal, or of a loop that acquires more of them, is left to whoever wants
// to report it: it may well be in the way of what comes in between.
func Ends(standing []*Resource) {
	mu.Lock()
	defer mu.Unlock()
	for _, other := range standing {
		if seen := found.at(other.site, other.Kind); !other.released && (other.literal != "" || seen.Piled) {
			seen.Implied = true
		}
	}
}

// EndsWith notes that the resource ends when another one does, which may be nil.
func (r *Resource) EndsWith(parent *Resource) { r.parent = parent }

// Use notes that the program works with the resource.
func (r *Resource) Use() {
	mu.Lock()
	defer mu.Unlock()
	use := found.use(here())
	use.Before = use.Before || !r.released
	use.After = use.After || r.released
}

// An early release is one of a resource while another one that stands on it is
// still open.
type early struct {
	at *Use
	of *Resource // the other one
	// across says that the other one was acquired in a function literal, and the release
	// stands outside of that.
	across bool
}

// Early notes that the program releases something while others that stand on it
// are still open. If it releases these later, the order is wrong.
func Early(open []*Resource) {
	mu.Lock()
	defer mu.Unlock()
	p := locate(3)
	for _, r := range open {
		if !current.over {
			current.early = append(current.early, &early{found.use(p.site), r, !p.within(r.literal)})
		}
	}
}

// Hang is Early where that makes the program wait for ever. It closes the others,
// so that the run can go on: what the program does not release later it leaks.
func Hang(open []*Resource) {
	Early(open)
	mu.Lock()
	current.over = true
	mu.Unlock()
	for _, r := range open {
		r.Force()
	}
}

// Failed notes that an iteration has ended because of an error.
func (r *Resource) Failed() {
	mu.Lock()
	defer mu.Unlock()
	if !current.over {
		current.failed = append(current.failed, r)
		r.elsewhere = locate(3).literal != r.literal
	}
}

// Heard notes that the program has asked how the iteration ended.
func (r *Resource) Heard() {
	mu.Lock()
	defer mu.Unlock()
	current.failed = slices.DeleteFunc(current.failed, func(other *Resource) bool { return other == r })
}
