package body

import "net/http"

// An authorizer looks at the responses that were had.
type authorizer interface {
	Add(responses []*http.Response) error
}

type request struct {
	url  string
	auth authorizer
}

func (r *request) again(responses []*http.Response) (bool, error) {
	last := responses[len(responses)-1]
	if last.StatusCode == http.StatusUnauthorized && r.auth != nil {
		return true, r.auth.Add(responses)
	}
	return false, nil
}

// The response is lent to the authorizer, for it is closed or returned after.
func (r *request) do(responses []*http.Response) (*http.Response, error) {
	resp, err := http.Get(r.url)
	if err != nil {
		return nil, err
	}
	responses = append(responses, resp)
	retry, err := r.again(responses)
	if err != nil {
		resp.Body.Close()
		return nil, err
	}
	if retry {
		resp.Body.Close()
		return r.do(responses)
	}
	return resp, nil
}

func badStatusOfRetried(r *request) (int, error) {
	resp, err := r.do(nil) // want "unclosed: resp .*is never closed"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func goodStatusOfRetried(r *request) (int, error) {
	resp, err := r.do(nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

// The response is returned after the authorizer has seen it.
func (r *request) once() (*http.Response, error) {
	resp, err := http.Get(r.url)
	if err != nil {
		return nil, err
	}
	if err := r.auth.Add([]*http.Response{resp}); err != nil {
		resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

func badOnce(r *request) (int, error) {
	resp, err := r.once() // want "unclosed: resp .*is never closed"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
