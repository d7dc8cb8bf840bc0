// Package linked has handles in linked lists.
package linked

import (
	"errors"
	"os"
)

type node struct {
	next *node
	f    *os.File
}

func (n *node) Close() (err error) {
	for ; n != nil; n = n.next {
		err = errors.Join(err, n.f.Close())
	}
	return err
}

func goodList(paths []string) (*node, error) {
	var head *node
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, errors.Join(err, head.Close())
		}
		head = &node{next: head, f: f}
	}
	return head, nil
}

func badList(paths []string) (*node, error) {
	var head *node
	for _, p := range paths {
		f, err := os.Open(p) // want "unclosed: f .*"
		if err != nil {
			return nil, err
		}
		head = &node{next: head, f: f}
	}
	return head, nil
}
