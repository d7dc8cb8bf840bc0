package containers

import "net"

// hub keeps its connections as the keys of a map.
type hub struct{ conns map[net.Conn]bool }

func (h *hub) goodJoin(ln net.Listener) error {
	c, err := ln.Accept()
	if err != nil {
		return err
	}
	h.conns[c] = true
	return nil
}

func (h *hub) badGreet(ln net.Listener) error {
	c, err := ln.Accept() // want "unclosed: c .*stays open when err != nil"
	if err != nil {
		return err
	}
	if _, err := c.Write([]byte("hello")); err != nil {
		return err
	}
	h.conns[c] = true
	return nil
}

func (h *hub) Close() (err error) {
	for c := range h.conns {
		if e := c.Close(); e != nil {
			err = e
		}
	}
	return err
}
