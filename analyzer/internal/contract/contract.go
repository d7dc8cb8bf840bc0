// Package contract says what a resource is and what functions do with it.
//
// The knowledge that no source code can tell (the standard library, which is
// never analysed, and the roots of well-known drivers) is the table: data in
// the table_*.go files, one [Library] a package path. Everything else is
// inferred from source by package obligation, which writes it down as a
// [Summary] (functions) and an [Owner] (types) and hands both to importing
// packages as facts.
package contract

import (
	"slices"
	"strings"
)

// Class tells the kinds of resources apart.
type Class uint8

const (
	// Handle is short-lived: rows, statements, transactions, files, bodies.
	Handle Class = iota
	// Pool is long-lived and shared: sql.DB, pgxpool.Pool, grpc.ClientConn.
	Pool
	// Buffer holds nothing of the system, but data not yet written (gzip.Writer)
	// or an error not yet told (gocql.Iter). To drop one on a path that fails
	// leaks nothing, on one that succeeds it loses them.
	Buffer
	// Scan holds nothing: all that is owed is a look at the error of the iteration
	// (bufio.Scanner).
	Scan
)

func (c Class) String() string {
	switch c {
	case Scan:
		return "scan"
	case Pool:
		return "pool"
	case Buffer:
		return "buffer"
	}
	return "handle"
}

// A Library is what the table knows of one package.
//
// All its lists are words separated by white space. A function is named
// "Open", a method "DB.Query" by the concrete or interface type that declares
// it; a function or type of another package is prefixed by its path and a
// colon, "github.com/x/y:Open". Where a parameter matters its index follows,
// "Serve/0"; the receiver does not count, and is itself named "/recv".
type Library struct {
	Path      string
	Resources []Resource

	// Partial says that there may be more to know of the package.
	Partial bool

	// Takes lists functions that become the owner of an argument.
	Takes string
	// TakesIfOK lists functions that do if they succeed: their last result is no error,
	// or true.
	TakesIfOK string
	// TakesIfNot lists functions that do if their last result is false.
	TakesIfNot string
	// Releases lists functions that release an argument.
	Releases string
	// ReleasesIfErr lists functions that do if they fail.
	ReleasesIfErr string
	// Wraps lists functions whose first result owns an argument: releasing
	// the result releases the argument too.
	Wraps string
	// Elements lists functions whose first result has what is in an argument, or is
	// made of that, in another order or form: a slice, a map, a sequence, a context.
	Elements string
	// Inert lists functions whose results look like a resource and owe
	// nothing, because they are lent or hold nothing (pgx.Tx.Conn,
	// io.NopCloser).
	Inert string
	// NoReturn lists functions that never return, but run what is deferred.
	NoReturn string
	// Exits lists functions that end the process: nothing deferred runs.
	Exits string
	// Flushes lists functions that give out what is held in memory.
	Flushes string
	// NilGuards lists functions that return only if the argument is nil
	// (require.NoError).
	NilGuards string
	// ErrGuards lists functions that return only if the argument is not nil
	// (require.Error), or that have failed the test if it is (assert.Error).
	ErrGuards string
	// NilTests lists functions whose bool result is true exactly if the
	// argument is nil (assert.NoError).
	NilTests string
	// ErrTests lists functions whose bool result is true only if the argument
	// is not nil (errors.Is, os.IsNotExist).
	ErrTests string
	// Denies lists functions that want a bool argument to be false, and have failed
	// the test if it is not (require.False).
	Denies string
	// Panics lists functions that want a func argument to panic, and have failed the
	// test if it returns (require.Panics).
	Panics string
	// NilKeepers lists functions whose error result is nil exactly if the
	// argument is (errors.Wrap).
	NilKeepers string
	// Lends lists fields through which a value only uses what is put into them
	// (exec.Cmd.Stdout): none of its methods releases it.
	Lends string
	// NonNil lists functions whose error result is never nil (errors.New).
	NonNil string
	// CallsNow lists functions that call a func argument before they return.
	CallsNow string
	// Commits lists those of them that may still fail when it has succeeded: they
	// commit what it has done.
	Commits string
	// Once lists those that do not call it if they have called one before.
	Once string
	// CallsLater lists functions that keep a func argument and are bound to
	// call it at some later time, in a goroutine (errgroup.Group.Go).
	CallsLater string
	// Teardowns lists functions that keep a func argument, perhaps one of
	// variadic arguments, and call it when the work is over and not before
	// (testing.T.Cleanup).
	Teardowns string
	// Undeterred lists functions that finish their work although the context that
	// they get is done.
	Undeterred string
	// Retries lists functions that call a func argument again if it fails.
	Retries string
	// Gives lists functions whose first result is the first result of a func
	// argument, and belongs to the caller if that acquired it.
	Gives string
	// Asks lists functions that ask an argument, a pool or a connection, for a
	// connection to work on.
	Asks string
	// InTx lists functions that call a func argument while a transaction is open
	// on their receiver, or on the argument that can begin one.
	InTx string
	// Logs lists functions that log what they are given.
	Logs string
	// Deletes lists functions that delete the file that an argument names.
	Deletes string
}

// A Resource is a type whose values must be released.
type Resource struct {
	// Type is the name in the library's package; pointers do not matter. Two
	// resources may share it, if they differ in Acquire (gorm.DB is both a
	// pool and a transaction); the last one then speaks for the type.
	Type  string
	Class Class
	// TestsOnly says that only test files are held to release it.
	TestsOnly bool
	// Remote says that what it keeps is on another machine: no file of this one is
	// its database, whatever it is opened with (keys, credentials).
	Remote bool
	// Acquire lists the functions that hand out a value of Type which the
	// caller owns. A function stands in the list of one resource only.
	Acquire string
	// Unless lists functions and fields of the library's package: where a function
	// mentions one, what it acquires may owe nothing (elastic.SetHealthcheck, without
	// which nothing runs in the background).
	Unless string
	// Over lists types that cannot fail: a reader of one of them, as an argument of
	// Acquire, makes the result owe nothing (strings.Reader).
	Over string
	// Fill lists the methods that make a variable owe whose zero value owes
	// nothing (teardown.Stack.Push).
	Fill string
	// ErrField names the field of the value that holds the error of Acquire,
	// if it is not a result (gorm.DB.Error).
	ErrField string
	// ByType says that any call which returns the type hands out an owned
	// value, unless something is known of the callee: one-shot handles that
	// nobody lends (Rows, Response).
	ByType bool
	// Release lists the methods that end the obligation, "Close" or
	// "Commit Rollback"; "Body.Close" is a method of a field. The field is
	// then the part that carries the obligation.
	Release string
	// ErrRelease lists release methods that end the obligation only if their
	// error is nil.
	ErrRelease string
	// Drain lists bool methods whose false result releases too (Rows.Next).
	Drain string
	// Reopens lists those of them whose true result says that it was not the end after
	// all, and that the resource is open (Rows.NextResultSet).
	Reopens string
	// Err names the method that tells whether the iteration that Drain ends
	// was complete; "" if there is none.
	Err string
	// FailCloses lists methods that close it if they return an error, or tell of one that
	// has (Rows.Err).
	FailCloses string
	// DoneBy lists methods that use the value up: they release it whatever
	// they return (Row.Scan, Rows.ScanAll, Cursor.All).
	DoneBy string
	// Busy says that nothing else can be asked of its connection meanwhile, as
	// is with what Drain or DoneBy reads.
	Busy bool
	// Parent lists types whose release frees this one (the Rows of a Tx), if
	// it was acquired from a value of that type.
	Parent string
	// ByContext says that the end of the context with which it was acquired
	// releases it, sooner or later.
	ByContext bool
	// Needs lists what must not be released before this, if it was acquired from
	// it, or made over it.
	Needs []Need
	// Peer names the type of the other end, which Acquire hands out beside it. It owes
	// nothing until a goroutine has that, which then waits until somebody reads this
	// end, or closes it: what anybody does with it but that is to read it.
	Peer string
	// Plain lists methods that may be called after release.
	Plain string
	// Verb says what was missed, "closed" if empty: "scanned", "ended",
	// "committed or rolled back".
	Verb string

	parsed // by NewIndex
}

// A Need says that values of some types have to outlive what comes from them.
type Need struct {
	// Types lists the types.
	Types string
	// By lists the methods that release them too early.
	By string
	// Harm says what comes of it, after the call and with "%s" for the resource:
	// "waits for ever while %s is open".
	Harm string
	// Waits: the call that comes too early does not return.
	Waits bool
	// Lazy: it harms only if the resource is used after that.
	Lazy bool
	// Tried: a test may well do it, to see what comes of it.
	Tried bool

	types []symbol // by NewIndex
}

// ReleasedBy reports whether a method releases too early.
func (n *Need) ReleasedBy(method string) bool { return slices.Contains(strings.Fields(n.By), method) }
