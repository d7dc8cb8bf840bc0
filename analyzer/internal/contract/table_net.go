package contract

const nats = "github.com/nats-io/nats.go"

// netLibraries is about connections, brokers and what else talks to others.
func netLibraries() []Library {
	return []Library{
		{
			Path: "google.golang.org/grpc",
			Resources: []Resource{
				{
					Type:    "ClientConn",
					Class:   Pool,
					Acquire: "NewClient Dial DialContext go.etcd.io/etcd/client/v3:Client.Dial",
					Release: "Close",
					Plain:   "Close CanonicalTarget GetState Target",
				},
			},
			Takes: "Server.Serve/0",
		},
		ssh(),
		{
			Path: "github.com/pkg/sftp",
			Resources: []Resource{
				{ // It leaves the ssh.Client under it open.
					Type:    "Client",
					Acquire: "NewClient NewClientPipe",
					Release: "Close",
					Plain:   "Close Wait",
				},
				{
					Type:    "File",
					Acquire: "Client.Create Client.Open Client.OpenFile",
					Release: "Close",
					Parent:  "Client",
					Plain:   "Close Name",
				},
			},
		},
		{ // The response of a handshake has no Body to close.
			Path: "github.com/gorilla/websocket",
			Resources: []Resource{
				{
					Type:    "Conn",
					Acquire: "Dialer.Dial Dialer.DialContext Upgrade Upgrader.Upgrade",
					Release: "Close",
					Plain:   "Close LocalAddr RemoteAddr NetConn Subprotocol UnderlyingConn",
				},
			},
			Wraps: "NewClient/0",
			Inert: "Conn.NetConn Conn.UnderlyingConn",
		},
		{
			Path: "github.com/coder/websocket",
			Resources: []Resource{
				{
					Type:    "Conn",
					Acquire: "Accept Dial",
					Release: "Close CloseNow",
					Plain:   "Close CloseNow Subprotocol",
				},
			},
			Wraps: "NetConn/1",
		},
		{
			Path: "github.com/fsnotify/fsnotify",
			Resources: []Resource{
				{
					Type:    "Watcher",
					Acquire: "NewWatcher NewBufferedWatcher",
					Release: "Close",
					Plain:   "Close WatchList",
				},
			},
		},
		{
			Path: "go.opentelemetry.io/otel/trace",
			Resources: []Resource{
				{
					Type:    "Span",
					Acquire: "Tracer.Start",
					Release: "End",
					Plain: "End AddEvent AddLink IsRecording RecordError SetAttributes SetName " +
						"SetStatus SpanContext TracerProvider",
					Verb: "ended",
				},
			},
			Inert: "SpanFromContext",
		},
		{
			// A network keeps the connections that it dials. Streams end with the
			// connection, the network or the host that they were opened on, which
			// tests close elsewhere: nobody is held to close one.
			Path: "github.com/libp2p/go-libp2p/core/network",
			Inert: "Conn.NewStream Dialer.DialPeer MuxedConn.AcceptStream MuxedConn.OpenStream " +
				"Network.NewStream",
		},
		{
			Path:  "github.com/libp2p/go-libp2p/core/host",
			Inert: "Host.NewStream",
		},
		ice("github.com/pion/ice/v2"),
		ice("github.com/pion/ice/v4"),
		elastic("github.com/olivere/elastic"),
		elastic("github.com/olivere/elastic/v7"),
		{ // Its requests are values of func types.
			Path: "github.com/elastic/go-elasticsearch/v8/esapi",
			Resources: []Resource{
				{
					Type:    "Response",
					ByType:  true,
					Release: "Body.Close",
					Plain:   "IsError Status",
				},
			},
		},
	}
}

// ice is the same in its versions. A connection ends with its agent, and the other
// way about.
func ice(path string) Library {
	return Library{
		Path:    path,
		Partial: true,
		Resources: []Resource{
			{
				Type:    "Agent",
				Acquire: "NewAgent",
				Release: "Close",
				Plain:   "Close GetLocalCandidates GetRemoteCandidates GetSelectedCandidatePair",
			},
		},
		Wraps: "Agent.Accept/recv Agent.Dial/recv",
	}
}

// elastic is the same in its versions. A simple client has no goroutines, nor has one
// that neither sniffs nor checks health.
func elastic(path string) Library {
	return Library{
		Path:    path,
		Partial: true,
		Resources: []Resource{
			{
				Type:    "Client",
				Class:   Pool,
				Acquire: "NewClient NewClientFromConfig Dial DialContext DialWithConfig",
				Unless:  "SetHealthcheck",
				Release: "Stop",
				Plain:   "Stop IsRunning String",
				Verb:    "stopped",
			},
		},
		Inert: "NewSimpleClient",
	}
}

func ssh() Library {
	return Library{
		Path: "golang.org/x/crypto/ssh",
		Resources: []Resource{
			{
				Type:    "Client",
				Acquire: "Dial",
				Release: "Close",
				Plain:   "Close Wait LocalAddr RemoteAddr SessionID User ClientVersion ServerVersion",
			},
			{
				Type:    "Conn",
				Release: "Close",
				Plain:   "Close Wait LocalAddr RemoteAddr SessionID User ClientVersion ServerVersion",
			},
			{
				Type:    "ServerConn",
				Release: "Close",
				Plain:   "Close Wait LocalAddr RemoteAddr SessionID User ClientVersion ServerVersion",
			},
			{ // The other side ends the channel when the command is over.
				Type:    "Session",
				Acquire: "Client.NewSession",
				Release: "Close",
				DoneBy:  "CombinedOutput Output Run Wait",
				Parent:  "Client",
				Plain:   "Close Wait",
			},
			{
				Type:    "Channel",
				Acquire: "Conn.OpenChannel NewChannel.Accept",
				Release: "Close",
				Parent:  "Client Conn ServerConn",
				Plain:   "Close CloseWrite",
			},
		},
		// What is forwarded over a client ends with it.
		Inert:         "Client.Dial Client.DialContext Client.DialTCP Client.Listen Client.ListenTCP Client.ListenUnix",
		Wraps:         "NewClient/0 NewClientConn/0 NewControlClientConn/0 NewServerConn/0",
		ReleasesIfErr: "NewClientConn/0 NewServerConn/0",
	}
}
