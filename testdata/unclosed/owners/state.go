package owners

import "os"

// ledger is large and has no methods: what it holds its owner releases.
type ledger struct {
	f                                     *os.File
	a, b, c, d, e, g, h, i, j, k, l, m, n int
}

type clerk struct{ ledger *ledger }

func (c *clerk) Close() error { return c.ledger.f.Close() }

func newClerk(path string) (*clerk, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &clerk{&ledger{f: f}}, nil
}

var clerks []*clerk

func hire(c *clerk) { clerks = append(clerks, c) }

func goodHired(path string) error {
	c, err := newClerk(path)
	if err != nil {
		return err
	}
	hire(c)
	return nil
}

func greet(c *clerk) int { return c.ledger.a }

func badGreeted(path string) (int, error) {
	c, err := newClerk(path) // want "unclosed: c .*is never closed"
	if err != nil {
		return 0, err
	}
	return greet(c), nil
}
