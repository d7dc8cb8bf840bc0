// Package dockertest has the declarations that the cases use, and does nothing.
package dockertest

// A Pool is a connection to the daemon.
type Pool struct{}

// A Resource is a container.
type Resource struct{}

// NewPool connects to the daemon.
func NewPool(endpoint string) (*Pool, error) { return &Pool{}, nil }

// Run starts a container.
func (d *Pool) Run(repository, tag string, env []string) (*Resource, error) { return &Resource{}, nil }

// Purge removes a container.
func (d *Pool) Purge(r *Resource) error { return nil }

// Retry calls op until it does not fail.
func (d *Pool) Retry(op func() error) error { return op() }

// GetPort returns where a port of the container is found.
func (r *Resource) GetPort(id string) string { return "" }

// Close removes the container.
func (r *Resource) Close() error { return nil }
