package obligation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// A Summary is the fact about a function: what it does with its parameters and
// what its results owe. A function without one borrows everything and hands out
// nothing.
type Summary struct {
	Results []ResultFact
	Params  []ParamFact
	// Fills is what the receiver owes after a call: one at most.
	Fills []Owed
	// Half: and it may owe that although the call has failed.
	Half bool
	// Fresh are the results that the function has made, of a type whose methods
	// fill it: they owe nothing yet, and nobody else has them.
	Fresh []int
	// NoReturn: the function never returns.
	NoReturn bool
	// Exits: it may end the process, and does so if it never returns.
	Exits bool
	// Fails: it is a helper of tests, and may end the one that calls it.
	Fails bool
	// Succeeds: the error that it returns is nil, whatever happens.
	Succeeds bool
	// Repeats: it is a method that releases, and a second call of it does no harm.
	Repeats bool
	// Opens is a pool that each call opens for itself: one at most, in a list because
	// facts have no pointers.
	Opens []Opening
	// Asks are the pools, transactions and connections that it asks for a
	// connection to work on, whatever way it goes.
	Asks []Place
	// Limits are the pools of which it sets a limit.
	Limits []Place
}

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

func (s *Summary) String() string {
	var parts []string
	if s.NoReturn {
		parts = append(parts, "noreturn")
	}
	if s.Exits {
		parts = append(parts, "exits")
	}
	if s.Fails {
		parts = append(parts, "fails")
	}
	if s.Succeeds {
		parts = append(parts, "succeeds")
	}
	if s.Repeats {
		parts = append(parts, "repeats")
	}
	for _, o := range s.Opens {
		parts = append(parts, o.String())
	}
	for _, a := range s.Asks {
		parts = append(parts, "asks:"+a.String())
	}
	for _, l := range s.Limits {
		parts = append(parts, "limits:"+l.String())
	}
	for _, r := range s.Results {
		parts = append(parts, r.String())
	}
	for _, f := range s.Fills {
		parts = append(parts, "fills:"+f.Type)
	}
	if s.Half {
		parts = append(parts, "half")
	}
	for _, r := range s.Fresh {
		parts = append(parts, fmt.Sprintf("fresh%d", r))
	}
	for _, p := range s.Params {
		parts = append(parts, p.String())
	}
	return strings.Join(parts, " ")
}

// An Opening is a pool that a function opens, and that does not outlive the call.
type Opening struct {
	Type string
	// Listed: the type is one of the table. One of the code's own may be a tool that opens
	// a file for a moment.
	Listed bool
	// With are the parameters on which depends what it is opened with.
	With []int
}

func (o Opening) String() string {
	s := "opens:" + o.Type
	if !o.Listed {
		s = "opens-own:" + o.Type
	}
	for _, i := range o.With {
		s += fmt.Sprintf(",%d", i)
	}
	return s
}

// A ResultFact says that a result owes a release.
type ResultFact struct {
	Index int
	Owed  Owed
	// Thunks are the results that are funcs which release it when called.
	Thunks []int
	// Also are the other results that hold it.
	Also []int
	// Bools are the bool results that are the same wherever it is handed out.
	Bools []BoolFact
	// From is what it was acquired from, if that is known: one at most.
	From []Lender
	// Half: and it may owe that although the call has failed.
	Half bool
	// Remote: it is a pool whose data is on another machine.
	Remote bool
}

// A BoolFact is what the bool result Index is.
type BoolFact struct {
	Index int
	Value bool
}

func (r ResultFact) String() string {
	s := fmt.Sprintf("result%d:%s", r.Index, r.Owed.Type)
	for _, t := range r.Thunks {
		s += fmt.Sprintf("+%d()", t)
	}
	for _, b := range r.Bools {
		s += fmt.Sprintf("&%d=%t", b.Index, b.Value)
	}
	for _, f := range r.From {
		s += "<" + f.String()
	}
	if r.Half {
		s += " half"
	}
	if r.Remote {
		s += " remote"
	}
	return s
}

// Owed describes what a value that an inferred function hands out owes.
type Owed struct {
	// Type is the resource's type, for messages: "*sql.Rows".
	Type string
	// Path and Name find the resource in the table; empty for an inferred owner.
	Path, Name string
	// Release are the methods that release an inferred owner.
	Release []string
	Class   contract.Class
	// ByName: that it is owed is told by names and types alone.
	ByName bool
}

// Effect says what a function does to an argument that is a resource.
type Effect uint8

const (
	// Borrows: uses it and gives it back.
	Borrows Effect = iota
	// Releases: ends the obligation.
	Releases
	// Takes: keeps it for later, or hands it to what cannot be seen.
	Takes
)

// A CallMode says when a function calls a func parameter.
type CallMode uint8

const (
	// NoCall: never, as far as can be seen.
	NoCall CallMode = iota
	// CallNow: before it returns.
	CallNow
	// CallLater: at some time after.
	CallLater
)

// A ParamFact says what becomes of an argument. Index counts the receiver as
// 0 if there is one.
type ParamFact struct {
	Index int
	// OK and Err are the effects when the function succeeds and when it
	// returns an error; alike if it returns none.
	OK, Err Effect
	// Certain: it is released on every path.
	Certain bool
	// Guess: it is only thought to be taken, by code that cannot be seen.
	Guess bool
	// Via are the methods by which it is released.
	Via []string
	// Wraps are the results that are, or own, the argument.
	Wraps []int
	// In are the fields in which these hold it, none if they are it.
	In []string
	// Fields are the fields of the argument that are released.
	Fields []string
	// IfError is what becomes of it otherwise where an error is given along.
	IfError []ErrorFact
	Call    CallMode
	// Sometimes: it is a func, which is called on some paths only.
	Sometimes bool
	// NilGuard: the function returns only if the argument is nil.
	NilGuard bool
	// ErrGuard: the function returns only if the argument is not nil.
	ErrGuard bool
	// ErrTest: its bool result is true only if the argument is not nil.
	ErrTest bool
	// NilKeeper: its error is nil if and only if the argument is.
	NilKeeper bool
	// Iterates: it exhausts the argument; Checks: it looks at its Err.
	Iterates, Checks bool
	// Leaves: it iterates or wraps, but may fail and leave the argument as it was.
	Leaves bool
	// Drops: it is released by a call whose error nobody hears of.
	Drops bool
	// Logs: it is an error, and goes to a logger.
	Logs bool
	// Retries: it is a func, and called again if it fails.
	Retries bool
	// Deletes: the file that it names is deleted.
	Deletes bool
	// DropsData: the database or schema that it names is dropped.
	DropsData bool
	// Gives are the results that are the first result of the argument, a func.
	Gives []int
	// InTx are the pools on which a transaction is open while the argument, a
	// func, is called: one at most.
	InTx []Place
}

func (p ParamFact) String() string {
	words := effectWords(p.OK, p.Err)
	for _, w := range p.Wraps {
		words = append(words, fmt.Sprintf("wraps=%d", w))
	}
	if len(p.In) > 0 {
		words = append(words, "in="+strings.Join(p.In, "+"))
	}
	for _, g := range p.Gives {
		words = append(words, fmt.Sprintf("gives=%d", g))
	}
	for _, pl := range p.InTx {
		words = append(words, "intx="+pl.String())
	}
	if len(p.Fields) > 0 {
		words = append(words, "fields="+strings.Join(p.Fields, "+"))
	}
	for _, e := range p.IfError {
		words = append(words, fmt.Sprintf("iferror%d=%s", e.Param, strings.Join(effectWords(e.OK, e.Err), "+")))
	}
	for _, f := range []struct {
		is   bool
		word string
	}{
		{p.Guess, "guess"}, {p.Call == CallNow, "calls"}, {p.Call == CallLater, "callslater"}, {p.Sometimes, "sometimes"},
		{p.NilGuard, "nilguard"}, {p.ErrGuard, "errguard"}, {p.ErrTest, "errtest"}, {p.NilKeeper, "nilkeeper"},
		{p.Iterates, "iterates"}, {p.Leaves, "leaves"}, {p.Checks, "checks"}, {p.Drops, "drops"}, {p.Logs, "logs"},
		{p.Retries, "retries"}, {p.Deletes, "deletes"}, {p.DropsData, "dropsdata"},
	} {
		if f.is {
			words = append(words, f.word)
		}
	}
	return fmt.Sprintf("param%d:%s", p.Index, strings.Join(words, ","))
}

// effectWords returns the effects that are more than borrowing.
func effectWords(ok, err Effect) (words []string) {
	for _, e := range []struct {
		eff  Effect
		when string
	}{{ok, "ok"}, {err, "err"}} {
		if e.eff != Borrows {
			words = append(words, e.when+"="+[]string{"", "releases", "takes"}[e.eff])
		}
	}
	return words
}

func (p ParamFact) isZero() bool {
	return p.OK == Borrows && p.Err == Borrows && len(p.Wraps) == 0 && len(p.Fields)+len(p.IfError) == 0 &&
		p.Call == NoCall && !p.NilGuard && !p.ErrGuard && !p.ErrTest && !p.NilKeeper && !p.Iterates && !p.Checks &&
		!p.Drops && !p.Logs && !p.Retries && !p.Deletes && !p.DropsData && len(p.InTx)+len(p.Gives) == 0
}

func (s *Summary) isZero() bool {
	return len(s.Results) == 0 && len(s.Params) == 0 && len(s.Fills)+len(s.Fresh) == 0 && !s.NoReturn && !s.Exits && !s.Fails && !s.Succeeds && !s.Repeats && len(s.Opens)+len(s.Asks)+len(s.Limits) == 0
}

// param returns the fact about argument i, the zero fact if there is none.
func (s *Summary) param(i int) ParamFact {
	if s != nil {
		for _, p := range s.Params {
			if p.Index == i {
				return p
			}
		}
	}
	return ParamFact{Index: i}
}

// An Owner is the fact about a struct type: which of its methods release which
// of its fields.
type Owner struct {
	Fields []OwnedField
}

// An OwnedField is a field that a type's methods release.
type OwnedField struct {
	Name    string
	Methods []string
}

// AFact marks Owner as a fact.
func (*Owner) AFact() {}

func (o *Owner) String() string {
	var parts []string
	for _, f := range o.Fields {
		parts = append(parts, f.Name+":"+strings.Join(f.Methods, "|"))
	}
	return "owner(" + strings.Join(parts, " ") + ")"
}

// releases reports whether a method releases any field.
func (o *Owner) releases(method string) bool {
	return o != nil && slices.ContainsFunc(o.Fields, func(f OwnedField) bool { return slices.Contains(f.Methods, method) })
}

func (o *Owner) methods(field string) []string {
	if o != nil {
		for _, f := range o.Fields {
			if f.Name == field {
				return f.Methods
			}
		}
	}
	return nil
}
