package obligation

import (
	"go/ast"
	"go/types"

	"github.com/leakvet/leakvet/analyzer/internal/directive"
)

// stated is what //leakvet: comments say of what has no body to be inferred
// from: methods of interfaces, and fields.
type stated struct {
	methods map[*types.Func]*Summary
	funcs   map[*types.Var]*Summary // fields of func type
	fields  map[*types.Var]directive.Verb
}

// readStated reads the comments of the package, and exports what they say of
// interface methods.
func (p *pkg) readStated() {
	p.stated = stated{
		methods: map[*types.Func]*Summary{},
		funcs:   map[*types.Var]*Summary{},
		fields:  map[*types.Var]directive.Verb{},
	}
	if !p.dirs.States() {
		return
	}
	for _, file := range p.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if f, ok := n.(*ast.Field); ok {
				p.readField(f, p.dirs.Ownership(f))
			}
			return true
		})
	}
}

func (p *pkg) readField(f *ast.Field, said []directive.Ownership) {
	if len(said) == 0 {
		return
	}
	for _, name := range f.Names {
		switch obj := p.pass.TypesInfo.Defs[name].(type) {
		case *types.Func:
			s := summaryOfStated(said, 1)
			p.stated.methods[obj] = s
			p.pass.ExportObjectFact(obj, s)
		case *types.Var:
			if isFunc(obj.Type()) {
				p.stated.funcs[obj] = summaryOfStated(said, 0)
			} else {
				p.stated.fields[obj] = said[0].Verb
			}
		}
	}
}

// summaryOfStated is the summary of a function of which only comments tell;
// recv is 1 if it has a receiver, which counts.
func summaryOfStated(said []directive.Ownership, recv int) *Summary {
	s := &Summary{}
	for _, o := range said {
		f := ParamFact{Index: o.Index + recv}
		f.state(o.Verb)
		s.Params = append(s.Params, f)
	}
	return s
}

// state sets what a comment says of a parameter.
func (f *ParamFact) state(verb directive.Verb) {
	f.Wraps, f.Via = nil, nil
	switch verb {
	case directive.Owns:
		f.OK, f.Err = Takes, Takes
	case directive.Borrows:
		f.OK, f.Err, f.Fields = Borrows, Borrows, nil
	case directive.Releases:
		f.OK, f.Err, f.Certain = Releases, Releases, true
	}
}
