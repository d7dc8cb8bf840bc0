package directive

import (
	"go/ast"
	"go/token"
)

// A Verb says what becomes of a resource.
type Verb string

const (
	// Owns: the function takes the resource, the field holds it, for good.
	Owns Verb = "owns"
	// Borrows: the function or field uses the resource; the duty stays where it was.
	Borrows Verb = "borrows"
	// Releases: the function ends the duty.
	Releases Verb = "releases"
)

func isOwnership(verb string) bool {
	switch Verb(verb) {
	case Owns, Borrows, Releases:
		return true
	}
	return false
}

// Receiver is the index of a method's receiver.
const Receiver = -1

// Ownership is what a directive says of a parameter or of a field.
type Ownership struct {
	Verb  Verb
	Param string // the parameter's name; empty if it has none, and for a field
	Index int    // the parameter's place in the signature, or Receiver; 0 for a field
	Pos   token.Pos
}

// Ownership returns what the directives say on a declaration: an
// *[ast.FuncDecl], or an *[ast.Field] of a struct or an interface.
func (s *Set) Ownership(decl ast.Node) []Ownership {
	return s.ownership[decl]
}

func (p *fileParser) addOwnership(c comment) {
	decl, ok := p.documented()[c.Comment]
	if !ok {
		p.set.problem(c, "//%s%s is misplaced: it belongs to a function or a field", prefix, c.verb)
		return
	}
	o := Ownership{Verb: Verb(c.verb), Pos: c.Pos()}
	if sig := signature(decl); sig != nil {
		if ok := p.resolve(c, sig, &o); !ok {
			return
		}
	} else if len(c.args) > 0 {
		p.set.problem(c, "//%s%s takes no name on a field", prefix, c.verb)
		return
	}
	p.set.ownership[decl] = append(p.set.ownership[decl], o)
}

// resolve finds the parameter that the directive means: the named one, the
// only one, or the receiver of a method that has none.
func (p *fileParser) resolve(c comment, sig []parameter, o *Ownership) bool {
	if len(c.args) > 1 {
		p.set.problem(c, "//%s%s takes one parameter", prefix, c.verb)
		return false
	}
	if len(c.args) == 1 {
		for _, param := range sig {
			if param.name == c.args[0] {
				o.Param, o.Index = param.name, param.index
				return true
			}
		}
		p.set.problem(c, "//%s%s names no parameter: %s", prefix, c.verb, c.args[0])
		return false
	}
	if last := len(sig) - 1; last >= 0 && sig[last].index <= 0 {
		o.Param, o.Index = sig[last].name, sig[last].index
		return true
	}
	p.set.problem(c, "//%s%s has to name one of the parameters", prefix, c.verb)
	return false
}

// A parameter is the receiver or a parameter of a function.
type parameter struct {
	name  string
	index int
}

// signature returns the receiver and the parameters in order, and nil for a
// field that is not a function.
func signature(decl ast.Node) []parameter {
	sig := []parameter{}
	var typ *ast.FuncType
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		typ = decl.Type
		if decl.Recv != nil {
			sig = appendParameters(sig, decl.Recv, Receiver)
		}
	case *ast.Field:
		var ok bool
		if typ, ok = decl.Type.(*ast.FuncType); !ok {
			return nil
		}
		if len(decl.Names) == 1 && typ.Params.NumFields() == 0 {
			// An interface method has a receiver without a name.
			sig = append(sig, parameter{index: Receiver})
		}
	}
	return appendParameters(sig, typ.Params, 0)
}

func appendParameters(sig []parameter, list *ast.FieldList, index int) []parameter {
	for _, field := range list.List {
		if len(field.Names) == 0 {
			sig = append(sig, parameter{index: index})
			index++
		}
		for _, name := range field.Names {
			sig = append(sig, parameter{name.Name, index})
			index++
		}
	}
	return sig
}

// documented returns which declaration a comment belongs to.
func (p *fileParser) documented() map[*ast.Comment]ast.Node {
	if p.places != nil {
		return p.places
	}
	p.places = make(map[*ast.Comment]ast.Node)
	note := func(decl ast.Node, groups ...*ast.CommentGroup) {
		for _, group := range groups {
			if group == nil {
				continue
			}
			for _, c := range group.List {
				p.places[c] = decl
			}
		}
	}
	ast.Inspect(p.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			note(n, n.Doc)
		case *ast.Field:
			note(n, n.Doc, n.Comment)
		}
		return true
	})
	return p.places
}

// States reports whether any directive of the package states ownership.
func (s *Set) States() bool { return len(s.ownership) > 0 }
