package fix

import "os"

// A tree is part of itself and has nothing of a file in it: what is read from a file
// may be used when the file is closed.
type tree struct {
	name     string
	children []tree
}

func badTree(path string) (tree, error) {
	f, err := os.Open(path) // want "unclosed: f"
	if err != nil {
		return tree{}, err
	}
	root := parse(f)
	return root, nil
}

func parse(f *os.File) tree {
	var buf [1]byte
	if n, _ := f.Read(buf[:]); n == 0 {
		return tree{name: f.Name()}
	}
	return tree{name: string(buf[:]), children: []tree{parse(f)}}
}

// Each of these nodes has the file, as well as its parts: whoever gets the first one
// reads from it.
type node struct {
	parts []node
	file  *os.File
}

func noFixNode(path string) (int, error) {
	f, err := os.Open(path) // want "unclosed: f"
	if err != nil {
		return 0, err
	}
	last = join(f)
	return len(last.parts), nil
}

var last node

func join(f *os.File) node {
	n := node{parts: []node{{}}}
	n.parts[0].file = f
	return n
}
