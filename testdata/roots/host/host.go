// Package host has leaks and clean uses of the libraries for what runs beside the
// program, on the same host.
package host

import (
	"context"
	"errors"
	"io"
	"syscall"

	"github.com/containerd/fifo"
	"github.com/docker/docker/client"
	"github.com/hashicorp/go-plugin"
)

func badDocker(ctx context.Context) (string, error) {
	cli, err := client.NewClientWithOpts(client.FromEnv) // want "unclosed: cli "
	if err != nil {
		return "", err
	}
	ping, err := cli.Ping(ctx)
	return ping.APIVersion, err
}

func goodDocker(ctx context.Context) (string, error) {
	cli, err := client.NewClientWithOpts(client.FromEnv)
	if err != nil {
		return "", err
	}
	defer cli.Close()
	ping, err := cli.Ping(ctx)
	return ping.APIVersion, err
}

// A provider that only uses the client leaves it to the one who made it.
type provider struct{ api client.APIClient }

func badProvider() (*provider, error) {
	cli, err := client.NewClientWithOpts(client.FromEnv) // want "unclosed: cli "
	if err != nil {
		return nil, err
	}
	return newProvider(cli), nil
}

func newProvider(api client.APIClient) *provider { return &provider{api} }

func (p *provider) ping(ctx context.Context) error {
	_, err := p.api.Ping(ctx)
	return err
}

type owner struct{ api client.APIClient }

func goodProvider() (*owner, error) {
	cli, err := client.NewClientWithOpts(client.FromEnv)
	if err != nil {
		return nil, err
	}
	return &owner{cli}, nil
}

func (o *owner) Close() error { return o.api.Close() }

type greeter interface{ Greet() string }

func badPlugin(config *plugin.ClientConfig) (greeter, *plugin.Client, error) {
	c := plugin.NewClient(config) // want "unclosed: c .* is not killed on every path"
	protocol, err := c.Client()
	if err != nil {
		return nil, nil, err
	}
	raw, err := protocol.Dispense("greeter")
	if err != nil {
		return nil, nil, err
	}
	g, ok := raw.(greeter)
	if !ok {
		return nil, nil, errors.New("not a greeter")
	}
	return g, c, nil
}

func badCaller(config *plugin.ClientConfig, greet func(greeter) error) error {
	g, c, err := badPlugin(config) // want "unclosed: c .* is not killed on every path"
	if err != nil {
		return err
	}
	if err := greet(g); err != nil {
		return err
	}
	c.Kill()
	return nil
}

func goodPlugin(config *plugin.ClientConfig, greet func(greeter) error) error {
	c := plugin.NewClient(config)
	defer c.Kill()
	protocol, err := c.Client()
	if err != nil {
		return err
	}
	raw, err := protocol.Dispense("greeter")
	if err != nil {
		return err
	}
	return greet(raw.(greeter))
}

// CleanupClients kills what is managed.
func goodManaged(plugins plugin.PluginSet) (plugin.ClientProtocol, error) {
	c := plugin.NewClient(&plugin.ClientConfig{Plugins: plugins, Managed: true})
	return c.Client()
}

func badFifo(ctx context.Context, name string, w io.Writer) error {
	in, err := fifo.OpenFifo(ctx, name, syscall.O_RDONLY|syscall.O_NONBLOCK, 0) // want "unclosed: in "
	if err != nil {
		return err
	}
	go io.Copy(w, in)
	return nil
}

func goodFifo(ctx context.Context, name string, w io.Writer) error {
	in, err := fifo.OpenFifo(ctx, name, syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	go func() {
		defer in.Close()
		io.Copy(w, in)
	}()
	return nil
}
