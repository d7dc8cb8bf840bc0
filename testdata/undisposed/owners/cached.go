package owners

import (
	"database/sql"
	"sync"
)

// A queue is over a pool that it opens.
type queue struct{ db *sql.DB }

func newQueue(dsn string) (*queue, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &queue{db: db}, nil
}

func (q *queue) Ping() error { return q.db.Ping() }

func (q *queue) Close() error { return q.db.Close() }

// A hub keeps its queues in two places, which it fills when they are asked for.
type hub struct {
	mu         sync.Mutex
	dsn        string
	read, both *queue
}

func (h *hub) Read() (*queue, error) {
	return orNew(&h.mu, &h.read, func() (*queue, error) { return newQueue(h.dsn + "?ro") })
}

func (h *hub) Both() (*queue, error) {
	return orNew(&h.mu, &h.both, func() (*queue, error) { return newQueue(h.dsn) })
}

// Each has a queue of its own at every call.
func (h *hub) Each() (*queue, error) { return newOf(&h.dsn) }

func (h *hub) Close() (err error) {
	for _, q := range []*queue{h.read, h.both} {
		if q != nil {
			err = q.Close()
		}
	}
	return err
}

// orNew returns what is in its place, and puts it there before.
func orNew(mu *sync.Mutex, place **queue, build func() (*queue, error)) (*queue, error) {
	mu.Lock()
	defer mu.Unlock()
	if *place != nil {
		return *place, nil
	}
	q, err := build()
	if err != nil {
		return nil, err
	}
	*place = q
	return q, nil
}

// newOf looks at what it is given the place of, and keeps nothing.
func newOf(dsn *string) (*queue, error) {
	q, err := newQueue(*dsn)
	if err != nil {
		return nil, err
	}
	return q, nil
}

func goodOfHub(h *hub) error {
	q, err := h.Read()
	if err != nil {
		return err
	}
	return q.Ping()
}

func goodOfOther(h *hub) (err error) {
	if q, err := h.Both(); err == nil {
		return q.Ping()
	}
	return err
}

func goodEach(h *hub) error {
	q, err := h.Each()
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	return q.Ping()
}

func badEach(h *hub) error {
	q, err := h.Each() // want "undisposed: q .*is never closed"
	if err != nil {
		return err
	}
	return q.Ping()
}

func badNewOf(dsn string) error {
	q, err := newOf(&dsn) // want "undisposed: q .*is never closed"
	if err != nil {
		return err
	}
	return q.Ping()
}
