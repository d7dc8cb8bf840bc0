package obligation

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// recordParent remembers the value from which the resource was acquired if the
// end of that one frees it: the Tx of its Rows.
func (t *tracker) recordParent(m *flow.Machine, s *flow.State, c *flow.Call) {
	s.Parent = flow.Val{}
	if t.res.entry == nil || !c.HasRecv() {
		return
	}
	recv := c.Operand(0)
	if recv == nil {
		return
	}
	if t.res.entry.HasParent(recv.Type()) {
		s.Parent = c.Args[0]
		tx := t.pkg.index.Resource(recv.Type())
		t.inTx = tx != nil && tx.IsRelease("Rollback")
	} else if tx := madeOn(recv); tx != nil && t.res.entry.HasParent(tx.Type()) && isTransaction(tx.Type()) {
		s.Parent = m.Resolve(s, tx)
		t.inTx = true
	} else if tx := transactionOf(recv); tx != nil {
		s.Parent = m.Resolve(s, tx)
		t.inTx = true
	}
}

// madeOn returns what a method was called on that made recv, as a connection or a
// transaction makes statements; nil if it was not made so.
func madeOn(recv ssa.Value) ssa.Value {
	recv = onlyValue(recv)
	if ext, ok := recv.(*ssa.Extract); ok {
		recv = ext.Tuple
	}
	call, ok := recv.(*ssa.Call)
	if !ok || call.Call.IsInvoke() || len(call.Call.Args) == 0 || call.Call.Signature().Recv() == nil {
		return nil
	}
	return onlyValue(call.Call.Args[0])
}

// onlyValue returns what v is read from, if that is a variable that a func literal has,
// and that is assigned to once: then the value that is assigned; else v.
func onlyValue(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok {
		if a, ok := load.X.(*ssa.Alloc); ok {
			if once := assignedOnce(a); once != nil {
				return once
			}
		}
	}
	return v
}

// transactionOf returns the transaction that a query builder was given on the
// way to recv, or recv itself if it is one of the code's own making; else nil.
func transactionOf(recv ssa.Value) ssa.Value {
	for {
		if isTransaction(recv.Type()) {
			return recv
		}
		call, ok := recv.(*ssa.Call)
		if !ok || !call.Call.IsInvoke() && len(call.Call.Args) == 0 {
			return nil
		}
		for _, a := range call.Call.Args {
			switch conv := a.(type) {
			case *ssa.MakeInterface:
				a = conv.X
			case *ssa.ChangeInterface:
				a = conv.X
			}
			if isTransaction(a.Type()) {
				return a
			}
		}
		if recv = call.Call.Value; !call.Call.IsInvoke() {
			recv = call.Call.Args[0]
		}
	}
}

// isTransaction reports whether values of type t end by Commit or Rollback. What
// begins transactions as well outlives them.
func isTransaction(t types.Type) bool {
	return hasMethod(t, "Commit") && hasMethod(t, "Rollback") && !hasMethod(t, "Begin")
}

// endParent frees the resource if the call ends its parent.
func (t *tracker) endParent(m *flow.Machine, s *flow.State, c *flow.Call, k callee) {
	if s.Parent.IsZero() || s.Mark.Status != live && s.Mark.Status != drained {
		return
	}
	for i, a := range c.Args {
		if a != s.Parent {
			continue
		}
		if i == 0 && k.recv {
			if k.obj != nil && isCloser(k.obj.Name()) {
				t.release(m, s, c.Instr, "")
			}
			continue
		}
		if f := k.paramOf(c, i); f.OK != Borrows || f.Err != Borrows {
			t.settle(s)
		}
	}
}

// forgetRenewed forgets what the resource belongs to or stands on if the call makes
// another one of it, in the next round of a loop. What belongs to the one of the last
// round ends with it, whenever that is.
func (t *tracker) forgetRenewed(s *flow.State, c *flow.Call) {
	if makes(c, s.Parent) {
		t.settle(s)
		s.Parent = flow.Val{}
	}
	if makes(c, s.Ground) {
		s.Ground = flow.Val{}
	}
}

// makes reports whether v is a result of the call.
func makes(c *flow.Call, v flow.Val) bool {
	made := v.Ref
	if ext, ok := made.(*ssa.Extract); ok {
		made = ext.Tuple
	}
	call, ok := made.(*ssa.Call)
	return ok && call == c.Instr
}

// isOfBorrowedTx reports whether it belongs to a transaction of database/sql that the
// function was given. Whoever has begun that rolls it back when the function fails, which
// closes its rows.
func (t *tracker) isOfBorrowedTx(s *flow.State) bool {
	param, ok := s.Parent.Ref.(*ssa.Parameter)
	return ok && t.inTx && isSQLTx(param.Type(), 0)
}

// isSQLTx reports whether values of type t are transactions of database/sql, or embed one.
func isSQLTx(t types.Type, depth int) bool {
	named := namedOf(t)
	if named == nil || depth > 3 { // a struct may embed a pointer to itself
		return false
	}
	if obj := named.Obj(); obj.Name() == "Tx" && obj.Pkg() != nil && obj.Pkg().Path() == "database/sql" {
		return true
	}
	st := structUnder(named)
	if st == nil {
		return false
	}
	for f := range st.Fields() {
		if f.Embedded() && isSQLTx(f.Type(), depth+1) {
			return true
		}
	}
	return false
}

// healedByParent reports whether a path may leave the resource to the
// transaction that it belongs to: a statement, for it takes nothing that the
// transaction needs. Open rows are in the way of whatever comes next in it.
func (t *tracker) healedByParent(s *flow.State) bool {
	return !s.Parent.IsZero() && t.inTx && t.res.entry.Drain == "" && t.res.entry.DoneBy == ""
}
