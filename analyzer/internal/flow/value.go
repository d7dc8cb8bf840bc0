package flow

import (
	"cmp"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// Kind tells the kinds of abstract values apart.
type Kind uint8

const (
	// Sym is the value of the register Ref, of which nothing more is known.
	Sym Kind = iota
	// Nil is a nil pointer, interface, func, map, slice or chan.
	Nil
	// NonNil is any of those, not nil.
	NonNil
	// Const is a basic constant; Text is its exact value.
	Const
	// Positive is an integer greater than zero.
	Positive
	// NonNeg is an integer greater than or equal to zero.
	NonNeg
	// Token is the value that is being followed.
	Token
	// TokenField is the address of the token's field Index.
	TokenField
	// Holder is an opaque aggregate (slice, map, struct) that contains the token.
	Holder
	// HolderElem is the address of an element of a Holder.
	HolderElem
	// View reads through the token and is not it: a scanner over a file.
	View
	// Thunk is a func value that does to the token what releases it.
	Thunk
	// Addr is the address of the variable Ref, or of a part of it (Text).
	Addr
	// Struct is a copy of the variable Ref, or of a part of it (Text).
	Struct
	// Func is a function or closure (Ref is *ssa.Function or *ssa.MakeClosure).
	Func
	// Test is a bool that tells something of the token; Ref is the call that
	// computed it.
	Test
)

// A Val is what is known of a value. The zero Val is a value of which nothing
// is known.
type Val struct {
	Kind  Kind
	Index int
	Ref   ssa.Value
	Text  string
}

var (
	nilVal    = Val{Kind: Nil}
	nonNilVal = Val{Kind: NonNil}
	trueVal   = Val{Kind: Const, Text: "true"}
	falseVal  = Val{Kind: Const, Text: "false"}
)

// BoolVal returns the constant b.
func BoolVal(b bool) Val {
	if b {
		return trueVal
	}
	return falseVal
}

func constVal(c *ssa.Const) Val {
	if c.IsNil() {
		return nilVal
	}
	if c.Value == nil {
		return Val{Kind: Sym, Ref: c} // the zero value of a struct
	}
	return Val{Kind: Const, Text: c.Value.ExactString()}
}

// because marks a NonNil error that has its cause in something that failed.
const because = 1

// Because returns v, an error, as one that tells of another failure.
func (v Val) Because() Val {
	v.Index = because
	return v
}

// IsMadeUp reports whether v is an error that tells of no other failure: a
// sentinel, or a new one.
func (v Val) IsMadeUp() bool {
	if v.Kind == NonNil {
		return v.Index != because
	}
	return v.Kind == Sym && Nilness(v) == IsNotNil
}

// isTracked reports whether v is the token or something made of it.
func (v Val) isTracked() bool {
	switch v.Kind {
	case Token, Holder, Thunk, TokenField, HolderElem:
		return true
	}
	return false
}

// IsZero reports whether nothing is known of v.
func (v Val) IsZero() bool { return v == Val{} }

// compareConst reports whether the exact strings a and b of two constants
// denote numbers, and if so their order.
func compareConst(a, b string) (order int, ok bool) {
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX != nil || errY != nil {
		return 0, false
	}
	return cmp.Compare(x, y), true
}
