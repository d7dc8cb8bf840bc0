package flow

import (
	"go/token"
	"testing"

	"golang.org/x/tools/go/ssa"
)

func constant(text string) Val { return Val{Kind: Const, Text: text} }

// Some values that are told apart.
var (
	symA      = Val{Kind: Sym, Ref: &ssa.Parameter{}}
	symB      = Val{Kind: Sym, Ref: &ssa.BinOp{}}
	unknown   = Val{}
	positive  = Val{Kind: Positive}
	nonNeg    = Val{Kind: NonNeg}
	tokenVal  = Val{Kind: Token}
	madeMap   = Val{Kind: Sym, Ref: &ssa.MakeMap{}}
	fieldAddr = Val{Kind: Sym, Ref: &ssa.FieldAddr{}}
)

func TestEqual(t *testing.T) {
	tests := []struct {
		name   string
		x, y   Val
		eq, ok bool
	}{
		{"nil and nil", nilVal, nilVal, true, true},
		{"nil and not nil", nilVal, nonNilVal, false, true},
		{"nil and the token", nilVal, tokenVal, false, true},
		{"nil and a map that was made", nilVal, madeMap, false, true},
		{"nil and unknown", nilVal, unknown, false, false},
		{"nil and a register", nilVal, symA, false, false},
		{"two that are not nil", nonNilVal, nonNilVal, false, false},
		{"the token twice", tokenVal, tokenVal, false, false}, // in a loop, it may be two
		{"the same register", symA, symA, true, true},
		{"two registers", symA, symB, false, false},
		{"unknown twice", unknown, unknown, false, false},
		{"constants", constant("1"), constant("1"), true, true},
		{"other constants", constant("1"), constant("2"), false, true},
		{"bools", trueVal, falseVal, false, true},
		{"positive and 0", positive, constant("0"), false, true},
		{"positive and 1", positive, constant("1"), false, false},
		{"at least 0 and 0", nonNeg, constant("0"), false, false},
		{"a constant and nil", constant(`"a"`), nilVal, false, true}, // boxed in an interface
	}
	m := &Machine{}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if eq, ok := m.equal(test.x, test.y); ok != test.ok || ok && eq != test.eq {
				t.Errorf("got %t, %t; want %t, %t", eq, ok, test.eq, test.ok)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	const never, always, open = 'n', 'y', '?'
	ops := []token.Token{token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ}
	tests := []struct {
		name string
		x, y Val
		want string // one letter for each operator: == != < <= > >=
	}{
		{"1 and 1", constant("1"), constant("1"), "yn" + "ny" + "ny"},
		{"1 and 2", constant("1"), constant("2"), "ny" + "yy" + "nn"},
		{"-1 and 1", constant("-1"), constant("1"), "ny" + "yy" + "nn"},
		{"9 and 10, not as words", constant("9"), constant("10"), "ny" + "yy" + "nn"},
		{"strings have no order here", constant(`"a"`), constant(`"b"`), "ny" + "??" + "??"},
		{"positive and 0", positive, constant("0"), "ny" + "nn" + "yy"},
		{"0 and positive", constant("0"), positive, "??" + "yy" + "nn"},
		{"positive and 1", positive, constant("1"), "??" + "??" + "??"},
		{"at least 0 and 0", nonNeg, constant("0"), "??" + "n?" + "?y"},
		{"at least 0 and 1", nonNeg, constant("1"), "??" + "??" + "??"},
		{"the same register", symA, symA, "yn" + "??" + "??"},
		{"unknown", unknown, constant("0"), "??" + "??" + "??"},
		{"nil and not nil", nilVal, nonNilVal, "ny" + "??" + "??"},
	}
	m := &Machine{}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for i, op := range ops {
				got := byte(open)
				switch known, val := m.compare(op, test.x, test.y); {
				case known && val:
					got = always
				case known:
					got = never
				}
				if got != test.want[i] {
					t.Errorf("%s: got %c, want %c", op, got, test.want[i])
				}
			}
		})
	}
}

func TestCompareConst(t *testing.T) {
	tests := []struct {
		a, b  string
		order int
		ok    bool
	}{
		{"1", "2", -1, true},
		{"10", "9", 1, true},
		{"-3", "-3", 0, true},
		{"9223372036854775807", "0", 1, true},
		{"9223372036854775808", "0", 0, false}, // a uint64
		{"1/3", "1", 0, false},
		{`"1"`, "1", 0, false},
		{"true", "false", 0, false},
		{"", "", 0, false},
	}
	for _, test := range tests {
		if order, ok := compareConst(test.a, test.b); order != test.order || ok != test.ok {
			t.Errorf("%s, %s: got %d, %t; want %d, %t", test.a, test.b, order, ok, test.order, test.ok)
		}
	}
}

func TestNilness(t *testing.T) {
	tests := []struct {
		name string
		v    Val
		want NilState
	}{
		{"unknown", unknown, MaybeNil},
		{"register", symA, MaybeNil},
		{"nil", nilVal, IsNil},
		{"not nil", nonNilVal, IsNotNil},
		{"not nil for a reason", nonNilVal.Because(), IsNotNil},
		{"token", tokenVal, IsNotNil},
		{"token's field", Val{Kind: TokenField}, IsNotNil},
		{"holder", Val{Kind: Holder}, IsNotNil},
		{"view", Val{Kind: View}, IsNotNil},
		{"thunk", Val{Kind: Thunk}, IsNotNil},
		{"address", Val{Kind: Addr}, IsNotNil},
		{"function", Val{Kind: Func}, IsNotNil},
		{"constant", constant("0"), IsNotNil},
		{"number", positive, MaybeNil},
		{"test", Val{Kind: Test}, MaybeNil},
		{"map that was made", madeMap, IsNotNil},
		{"slice that was made", Val{Kind: Sym, Ref: &ssa.MakeSlice{}}, IsNotNil},
		{"channel that was made", Val{Kind: Sym, Ref: &ssa.MakeChan{}}, IsNotNil},
		{"address of a field", fieldAddr, IsNotNil},
		{"address of a global", Val{Kind: Sym, Ref: &ssa.Global{}}, IsNotNil},
	}
	for _, test := range tests {
		if got := Nilness(test.v); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
}

// Variables that are named like errors are never nil; others may be.
func TestSentinels(t *testing.T) {
	pkg := build(t, `var (
		ErrBad, errBad, closedErr, closeError, EOF, Exported, skip error
		errText string
	)
	func f() (error, error, error, error, error, error, error, string) {
		return ErrBad, errBad, closedErr, closeError, EOF, Exported, skip, errText
	}`)
	fn := pkg.Func("f")
	ret := fn.Blocks[0].Instrs[len(fn.Blocks[0].Instrs)-1].(*ssa.Return)
	want := []NilState{IsNotNil, IsNotNil, IsNotNil, IsNotNil, IsNotNil, IsNotNil, MaybeNil, MaybeNil}
	for i, r := range ret.Results {
		if got := Nilness(Val{Kind: Sym, Ref: r}); got != want[i] {
			t.Errorf("%s: got %d, want %d", r, got, want[i])
		}
	}
}

func TestIsMadeUp(t *testing.T) {
	tests := []struct {
		name string
		v    Val
		want bool
	}{
		{"new", nonNilVal, true},
		{"because of another", nonNilVal.Because(), false},
		{"nil", nilVal, false},
		{"unknown", unknown, false},
		{"register", symA, false},
	}
	for _, test := range tests {
		if got := test.v.IsMadeUp(); got != test.want {
			t.Errorf("%s: got %t, want %t", test.name, got, test.want)
		}
	}
}

// Digests tell values apart.
func TestDigests(t *testing.T) {
	vals := []Val{
		unknown, symA, symB, nilVal, nonNilVal, nonNilVal.Because(), constant("1"), constant("2"), positive,
		tokenVal, {Kind: TokenField}, {Kind: TokenField, Index: 1}, {Kind: Addr, Ref: symA.Ref}, {Kind: Addr, Ref: symA.Ref, Text: ".0"},
	}
	numbers := newDigester()
	seen := map[digest]Val{}
	for _, v := range vals {
		d := numbers.val(v)
		if other, ok := seen[d]; ok {
			t.Errorf("%v and %v have the same digest", v, other)
		}
		seen[d] = v
		if again := numbers.val(v); again != d {
			t.Errorf("%v has the digests %x and %x", v, d, again)
		}
	}
}
