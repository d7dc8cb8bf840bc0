package helpers

import "errors"

// DB may be of the node, or not.
type DB interface {
	Get(key string) (string, error)
	Close() error
}

// A Node has databases by name.
type Node struct{ dbs map[string]DB }

func (n *Node) db(name string) DB { return n.dbs[name] }

var errEmpty = errors.New("empty")

func badHandedBack(n *Node, name string) (DB, string, error) {
	db := n.db(name)
	defer db.Close()
	root, err := db.Get("root")
	if err != nil {
		return nil, "", err
	}
	if root == "" {
		return db, "", errEmpty
	}
	return db, root, nil // want "afterclose: db .*is handed on, but a deferred call releases it"
}

func goodOnlyValue(n *Node, name string) (string, error) {
	db := n.db(name)
	defer db.Close()
	return db.Get("root")
}

// It is handed out where it is not closed.
func goodBeforeDefer(n *Node, name string) (DB, error) {
	db := n.db(name)
	if _, err := db.Get("keep"); err == nil {
		return db, nil
	}
	defer db.Close()
	return nil, errEmpty
}

// The one that is closed is another.
func goodOther(n *Node, name string) (DB, error) {
	old := n.db(name)
	defer old.Close()
	return n.db("new " + name), nil
}
