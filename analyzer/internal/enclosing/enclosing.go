// Package enclosing finds the syntax around a piece of the source, in time that does
// not grow with what stands beside it.
package enclosing

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"sync"
)

// A Finder answers for the files of one package. It is safe for concurrent use.
type Finder struct {
	files []*ast.File

	mu    sync.Mutex
	decls map[ast.Decl][]placed // those that were asked about
}

// A placed is a node with the one that it stands in.
type placed struct {
	node   ast.Node
	pos    token.Pos
	parent *placed // nil for a declaration
}

// New returns a Finder for the files. They are read when that is needed.
func New(files []*ast.File) *Finder {
	return &Finder{files: files, decls: map[ast.Decl][]placed{}}
}

// Path returns the nodes that contain the source from pos to end, or what begins at
// pos if both are the same: innermost first, the file last. It is nil if pos is in none of the files.
func (f *Finder) Path(pos, end token.Pos) []ast.Node {
	file := f.fileAt(pos)
	if file == nil {
		return nil
	}
	end = max(end, pos+1)
	var path []ast.Node
	for n := f.innermost(file, pos, end); n != nil; n = n.parent {
		if n.node.End() >= end {
			path = append(path, n.node)
		}
	}
	return append(path, file)
}

// Parent returns the node in which a node of a declaration stands, or nil.
func (f *Finder) Parent(node ast.Node) ast.Node {
	file := f.fileAt(node.Pos())
	if file == nil {
		return nil
	}
	for n := f.innermost(file, node.Pos(), node.End()); n != nil && n.parent != nil; n = n.parent {
		if n.node == node {
			return n.parent.node
		}
	}
	return nil
}

func (f *Finder) fileAt(pos token.Pos) *ast.File {
	for _, file := range f.files {
		if pos.IsValid() && file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

// innermost returns the last node of the declaration from pos to end that begins by
// pos: those that contain both are around it, or it is one.
func (f *Finder) innermost(file *ast.File, pos, end token.Pos) *placed {
	i, found := slices.BinarySearchFunc(file.Decls, pos, func(d ast.Decl, pos token.Pos) int { return cmp.Compare(d.Pos(), pos) })
	if !found {
		i--
	}
	if i < 0 || file.Decls[i].End() < end {
		return nil
	}
	nodes := f.nodes(file.Decls[i])
	last, _ := slices.BinarySearchFunc(nodes, pos+1, func(n placed, pos token.Pos) int { return cmp.Compare(n.pos, pos) })
	return &nodes[last-1]
}

// nodes returns the nodes of a declaration by position, outer ones first.
func (f *Finder) nodes(d ast.Decl) []placed {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.decls[d]; ok {
		return known
	}
	n := 0
	ast.Inspect(d, func(node ast.Node) bool {
		if node != nil {
			n++
		}
		return true
	})
	all := make([]placed, 0, n)
	var stack []int
	ast.Inspect(d, func(node ast.Node) bool {
		if node == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		p := placed{node: node, pos: node.Pos()}
		if len(stack) > 0 {
			p.parent = &all[stack[len(stack)-1]]
		}
		stack = append(stack, len(all))
		all = append(all, p)
		return true
	})
	// Nearly sorted already: only the type of a function begins before its name.
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b placed) int { return cmp.Compare(a.pos, b.pos) })
	f.decls[d] = sorted
	return sorted
}
