// Package program is the form in which programs are made, varied and reduced: a
// function that acquires resources, and the helpers that it calls.
//
// It says what a program does, not how it is written: package render chooses
// among the ways to write the same.
package program

// A Program is a function to be judged, with what it needs.
type Program struct {
	Entry   *Func
	Helpers []*Func
	Owners  []*Owner
}

// A Func is a function.
type Func struct {
	Name  string
	Entry bool  // it is the one to run
	Far   bool  // it stands in another package
	Gives *Kind // what it returns beside an error; nil is only the error
	Takes *Kind // the resource that it is given as variable 1; nil is none
	Mute  bool  // it returns no error
	OnErr bool  // it is given an error too, and does nothing if that is nil
	Named bool  // the result for the error has a name
	Body  []*Stmt
}

// An Owner is a struct type that keeps resources, with a method Close.
type Owner struct {
	Kind   Kind
	Far    bool
	Fields []*Kind
	Closes []int // the fields that Close releases, in this order
}

// A Stmt is a statement. What its fields mean depends on Op.
type Stmt struct {
	Op   Op
	Var  int   // the variable it is about; 0 is none
	From int   // the variable that another one is acquired from; 0 is the pool
	Kind *Kind // of what is acquired
	Call *Func // the helper that does it; nil is the resource's own method
	How  How
	Cond Cond
	Vars []int   // the values of an owner's fields
	Body []*Stmt // what is done if a condition holds, or again and again
	Else []*Stmt // what is done if it does not hold, or if there is an error
}

// An Op is what a statement does.
type Op int

const (
	Acquire Op = iota // Var of Kind, from From or by Call; if Cond; Else on error
	Collect           // puts Var into From, a slice
	Step              // may fail: Else
	Risk              // may panic
	Recover           // defers a recovery from a panic
	If                // Body or Else
	Loop              // Body while there is more
	Scan              // Body for each row of Var; Else if the row cannot be read
	Check             // whether the rows of Var ended by an error: Else
	Use               // works with Var; Else on error
	Release           // Var, by Call or How; Else on error
	Defer             // the release of Var, by Call or How
	Give              // Var to the place How
	Leave             // the function or a loop, How
	Closure           // Body, in a function literal that returns an error: Else
	Go                // Body, in a goroutine
)

// How is a variant of a statement.
type How int

// The ways to release: Close or Rollback, or what is given here.
const (
	Plain   How = iota
	Checked     // the error counts
	Commit      // a transaction, and the error counts
)

// The ways to defer.
const (
	Directly  How = iota
	Literal       // in a function literal
	Cleanup       // by the test's Cleanup
	Joined        // in a function literal that passes the error on
	OnFailure     // in a function literal, if the function fails
)

// The places to give a resource to, all of them parameters.
const (
	ToSlice How = iota
	ToChan
	ToMap
)

// The ways to leave.
const (
	Success  How = iota // with Var or Vars as a result, if there is one
	Failure             // with the error at hand
	Break               // of the innermost loop
	Continue            // the innermost loop
)

// A Cond is a condition.
type Cond struct {
	Flag int  // the flag that it is; 0 is none
	Any  bool // it is one that nothing is known about
	Not  bool
}

// None reports whether there is no condition.
func (c Cond) None() bool { return c == Cond{} }
