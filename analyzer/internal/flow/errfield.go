package flow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Of what is behind a pointer nothing is known, but for one thing: an error that is put
// into a field is still there when it is asked for at once, before anything is called.
//
//	x, s.err = open()
//	if s.err != nil {

// fieldPart is added to the index of a field, to tell it from an element of a tuple.
const fieldPart = 1 << 16

// errorField returns where the state keeps what an error field of something behind a
// pointer is; false if addr is the address of anything else.
func (m *Machine) errorField(s *State, addr ssa.Value) (tupleElem, bool) {
	field, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return tupleElem{}, false
	}
	typ := field.Type().Underlying().(*types.Pointer).Elem()
	x := m.Resolve(s, field.X)
	if x.Kind != Sym || x.Ref == nil || !isError(typ) {
		return tupleElem{}, false
	}
	return tupleElem{x.Ref, fieldPart + field.Field}, true
}

// storeError notes what an error field is set to: another pointer may lead to it, too.
func (m *Machine) storeError(s *State, addr ssa.Value, val Val) {
	if key, ok := m.errorField(s, addr); ok {
		s.tuples.removeIf(func(k tupleElem, _ Val) bool { return k.index == key.index })
		s.tuples.set(key, val)
	}
}

// loadError returns what is known of an error field.
func (m *Machine) loadError(s *State, addr ssa.Value) Val {
	key, ok := m.errorField(s, addr)
	if !ok {
		return Val{}
	}
	val, _ := s.tuples.get(key)
	return val
}

// forgetErrors forgets the error fields: a call may set them.
func (s *State) forgetErrors() {
	s.tuples.removeIf(func(k tupleElem, _ Val) bool { return k.index >= fieldPart })
}
