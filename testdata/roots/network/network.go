// Package network has one leak and one clean use for each library that talks
// to others.
package network

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"

	coder "github.com/coder/websocket"
	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/fsnotify/fsnotify"
	"github.com/gorilla/websocket"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/olivere/elastic/v7"
	"github.com/pion/ice/v4"
	"github.com/pkg/sftp"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/crypto/ssh"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func badGRPC() error {
	conn, err := grpc.NewClient("target") // want "undisposed: conn "
	if err != nil {
		return err
	}
	conn.Connect()
	return nil
}

func goodGRPC() error {
	conn, err := grpc.NewClient("target")
	if err != nil {
		return err
	}
	conn.Connect()
	return conn.Close()
}

// A client that owns its connection.
// The options are the same in each round.
func badGRPCEach(target string, names []string) error {
	for _, name := range names {
		conn, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials())) // want "poolscope: conn "
		if err != nil {
			return err
		}
		err = conn.Invoke(context.Background(), name, nil, nil)
		if err := errors.Join(err, conn.Close()); err != nil {
			return err
		}
	}
	return nil
}

func goodGRPCEachOf(next func() string) error {
	for target := next(); target != ""; target = next() {
		conn, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return err
		}
		err = conn.Invoke(context.Background(), "ping", nil, nil)
		if err := errors.Join(err, conn.Close()); err != nil {
			return err
		}
	}
	return nil
}

type client struct{ conn *grpc.ClientConn }

func dial(target string) (*client, error) {
	conn, err := grpc.NewClient(target)
	if err != nil {
		return nil, err
	}
	return &client{conn}, nil
}

func (c *client) Close() error { return c.conn.Close() }

type cache struct {
	client
	db *sql.DB
}

func (c *cache) Close() error { return errors.Join(c.client.Close(), c.db.Close()) }

func badCache(c *cache) bool {
	defer c.Close() // want "cleanuperr: the error of c.Close is dropped"
	return c.db.Ping() == nil
}

// It fails only if it was closed before.
func goodMuteClose(target string) error {
	c, err := dial(target)
	if err != nil {
		return err
	}
	defer c.Close()
	c.conn.Connect()
	return nil
}

func goodGRPCServer(srv *grpc.Server) error {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return err
	}
	return srv.Serve(l) // ok: closes the listener
}

func badSSH(config *ssh.ClientConfig) error {
	client, err := ssh.Dial("tcp", "localhost:22", config) // want "unclosed: client "
	if err != nil {
		return err
	}
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	defer session.Close()
	return session.Run("true")
}

func badSSHSession(client *ssh.Client) error {
	session, err := client.NewSession() // want "unclosed: session "
	if err != nil {
		return err
	}
	return session.Setenv("A", "B")
}

func goodSSH(config *ssh.ClientConfig) ([]byte, error) {
	raw, err := net.Dial("tcp", "localhost:22")
	if err != nil {
		return nil, err
	}
	conn, chans, reqs, err := ssh.NewClientConn(raw, "localhost", config)
	if err != nil {
		raw.Close()
		return nil, err
	}
	client := ssh.NewClient(conn, chans, reqs)
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	return session.Output("true")
}

// The handshake closes the connection if it fails.
func handshake(config *ssh.ClientConfig) (*ssh.Client, error) {
	raw, err := net.Dial("tcp", "localhost:22")
	if err != nil {
		return nil, err
	}
	conn, chans, reqs, err := ssh.NewClientConn(raw, "localhost", config)
	if err != nil {
		return nil, err
	}
	return ssh.NewClient(conn, chans, reqs), nil
}

func badSFTP(conn *ssh.Client) error {
	client, err := sftp.NewClient(conn) // want "unclosed: client "
	if err != nil {
		return err
	}
	return client.Mkdir("dir")
}

func badSFTPFile(client *sftp.Client) ([]byte, error) {
	f, err := client.Open("file") // want "unclosed: f "
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func goodSFTP(client *sftp.Client) ([]byte, error) {
	f, err := client.Open("file")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func badGorilla() error {
	conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil) // want "unclosed: conn "
	if err != nil {
		return err
	}
	return conn.WriteMessage(websocket.TextMessage, nil)
}

func goodGorilla(w http.ResponseWriter, r *http.Request, up websocket.Upgrader) error {
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.WriteMessage(websocket.TextMessage, nil)
}

func badCoder(ctx context.Context) error {
	conn, _, err := coder.Dial(ctx, "ws://localhost", nil) // want "unclosed: conn "
	if err != nil {
		return err
	}
	return conn.Ping(ctx)
}

func goodCoder(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	conn, err := coder.Accept(w, r, nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	return conn.Ping(ctx)
}

func badFsnotify() error {
	watcher, err := fsnotify.NewWatcher() // want "unclosed: watcher "
	if err != nil {
		return err
	}
	return watcher.Add("file")
}

func goodFsnotify() error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer watcher.Close()
	return watcher.Add("file")
}

func badSpan(ctx context.Context, tracer trace.Tracer) {
	_, span := tracer.Start(ctx, "name") // want "unclosed: span "
	span.SetName("other")
}

func goodSpan(ctx context.Context, tracer trace.Tracer) {
	ctx, span := tracer.Start(ctx, "name")
	defer span.End()
	trace.SpanFromContext(ctx).SetName("other") // ok: lent
}

// It is found again in the context.
func goodSpanInContext(ctx context.Context, tracer trace.Tracer) context.Context {
	ctx, _ = tracer.Start(ctx, "name")
	return ctx
}

func badSpanDropped(ctx context.Context, tracer trace.Tracer) {
	_, _ = tracer.Start(ctx, "name") // want "unclosed: result of tracer.Start .*is discarded"
}

func badElastic(ctx context.Context, search esapi.Search) (bool, error) {
	res, err := search(search.WithContext(ctx)) // want "unclosed: res"
	if err != nil {
		return false, err
	}
	return res.IsError(), nil
}

func goodElastic(ctx context.Context, search esapi.Search) (bool, error) {
	res, err := search(search.WithContext(ctx))
	if err != nil {
		return false, err
	}
	defer res.Body.Close()
	return res.IsError(), nil
}

// A stream ends with the host that it was opened on.
func goodStream(ctx context.Context, h host.Host, p peer.ID) error {
	s, err := h.NewStream(ctx, p, "/ping")
	if err != nil {
		return err
	}
	if err := s.Scope().SetService("ping"); err != nil {
		_ = s.Reset()
		return err
	}
	_, err = s.Write([]byte("ping"))
	return err
}

// The network keeps the connection.
func goodDialPeer(ctx context.Context, n network.Network, p peer.ID) error {
	_, err := n.DialPeer(ctx, p)
	return err
}

func badOlivere(ctx context.Context, url string) error {
	c, err := elastic.NewClient(elastic.SetURL(url), elastic.SetSniff(false)) // want "undisposed: c .* is never stopped"
	if err != nil {
		return err
	}
	_, _, err = c.Ping(url).Do(ctx)
	return err
}

func goodOlivere(ctx context.Context, url string) error {
	c, err := elastic.NewClient(elastic.SetURL(url), elastic.SetSniff(false))
	if err != nil {
		return err
	}
	defer c.Stop()
	_, _, err = c.Ping(url).Do(ctx)
	return err
}

// Nothing runs in its background.
func goodQuietOlivere(ctx context.Context, url string) error {
	c, err := elastic.NewClient(elastic.SetURL(url), elastic.SetSniff(false), elastic.SetHealthcheck(false))
	if err != nil {
		return err
	}
	_, _, err = c.Ping(url).Do(ctx)
	return err
}

func goodSimpleOlivere(ctx context.Context, url string) error {
	c, err := elastic.NewSimpleClient(elastic.SetURL(url))
	if err != nil {
		return err
	}
	_, _, err = c.Ping(url).Do(ctx)
	return err
}

func badAgent() error {
	a, err := ice.NewAgent(&ice.AgentConfig{}) // want "unclosed: a "
	if err != nil {
		return err
	}
	return a.GatherCandidates()
}

func badAgentConn(ctx context.Context, ufrag, pwd string) (net.Conn, error) {
	a, err := ice.NewAgent(&ice.AgentConfig{}) // want "unclosed: a .* on every path"
	if err != nil {
		return nil, err
	}
	if err := a.GatherCandidates(); err != nil {
		return nil, err
	}
	return a.Dial(ctx, ufrag, pwd)
}

// Closing the connection closes the agent.
func goodAgentConn(ctx context.Context, ufrag, pwd string) (net.Conn, error) {
	a, err := ice.NewAgent(&ice.AgentConfig{})
	if err != nil {
		return nil, err
	}
	if err := a.GatherCandidates(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	conn, err := a.Dial(ctx, ufrag, pwd)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return conn, nil
}
