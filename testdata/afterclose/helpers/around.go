package helpers

import (
	"errors"
	"io"
	"net/http"
)

// A reply is what is around a response, or around the failure to get one.
type reply struct {
	resp *http.Response
	err  error
}

func newReply(resp *http.Response, err error) *reply { return &reply{resp, err} }

func (r *reply) Close() {
	if r.resp != nil && r.resp.Body != nil {
		r.resp.Body.Close()
	}
}

func (r *reply) Moved() bool { return r.resp != nil && r.resp.StatusCode/100 == 3 }

func (r *reply) Text() (string, error) {
	if r.err != nil {
		return "", r.err
	}
	text, err := io.ReadAll(r.resp.Body)
	return string(text), err
}

func goodAsksReply(url string) error {
	r := newReply(http.Get(url))
	r.Close()
	if r.Moved() {
		return errors.New("moved")
	}
	return r.err
}

func badReadsReply(url string) (string, error) {
	r := newReply(http.Get(url))
	r.Close()
	return r.Text() // want "afterclose: r "
}
