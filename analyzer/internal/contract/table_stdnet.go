package contract

// stdNetLibraries is the network part of the standard library.
func stdNetLibraries() []Library {
	return []Library{
		netLibrary(),
		tlsLibrary(),
		httpLibrary(),
		{
			Path: "net/http/httptest",
			Resources: []Resource{
				{ // NewUnstartedServer listens already.
					Type:    "Server",
					Class:   Pool,
					Acquire: "NewServer NewTLSServer NewUnstartedServer",
					Release: "Close",
					Plain:   "Close CloseClientConnections Certificate Client",
				},
			},
			Inert: "ResponseRecorder.Result", // its Body is a buffer
		},
		{Path: "net/http/httputil", Inert: "ClientConn.Do ClientConn.Read ClientConn.Hijack ServerConn.Hijack"},
		{
			Path: "mime/multipart",
			Resources: []Resource{
				{
					Type:    "File",
					Acquire: "FileHeader.Open net/http:Request.FormFile",
					Release: "Close",
					Plain:   "Close",
				},
				{ // Temporary files: what a server has parsed it removes itself.
					Type:    "Form",
					Acquire: "Reader.ReadForm",
					Release: "RemoveAll",
					Plain:   "RemoveAll",
					Verb:    "removed",
				},
				buffer("NewWriter", "Close Boundary FormDataContentType"),
			},
		},
		{
			Path: "net/rpc",
			Resources: []Resource{
				{
					Type:    "Client",
					Acquire: "Dial DialHTTP DialHTTPPath net/rpc/jsonrpc:Dial",
					Release: "Close",
					Plain:   "Close",
				},
			},
			Wraps: "NewClient/0 NewClientWithCodec/0",
			Takes: "ServeConn/0 Server.ServeConn/0",
		},
		{
			Path:  "net/rpc/jsonrpc",
			Wraps: "NewClient/0 NewClientCodec/0 NewServerCodec/0",
			Takes: "ServeConn/0",
		},
		{
			Path: "net/smtp",
			Resources: []Resource{
				{
					Type:    "Client",
					Acquire: "Dial",
					Release: "Close Quit",
					Plain:   "Close Quit",
				},
			},
			Wraps: "NewClient/0",
		},
		{
			Path: "net/textproto",
			Resources: []Resource{
				{
					Type:    "Conn",
					Acquire: "Dial",
					Release: "Close",
					Plain:   "Close",
				},
			},
			Wraps: "NewConn/0",
		},
	}
}

func netLibrary() Library {
	listener := func(typ, acquire string) Resource {
		return Resource{Type: typ, Acquire: acquire, Release: "Close", Plain: "Close Addr"}
	}
	conn := func(typ, acquire string) Resource {
		return Resource{Type: typ, Acquire: acquire, Release: "Close", Plain: "Close LocalAddr"}
	}
	stream := func(typ, acquire string) Resource {
		r := conn(typ, acquire)
		r.Plain += " RemoteAddr"
		return r
	}
	return Library{
		Path: "net",
		Resources: []Resource{
			stream("Conn", "Dial DialTimeout Dialer.Dial Dialer.DialContext FileConn "+
				"Listener.Accept TCPListener.Accept UnixListener.Accept"+
				connsElsewhere()),
			stream("TCPConn", "DialTCP Dialer.DialTCP TCPListener.AcceptTCP"),
			stream("UDPConn", "DialUDP Dialer.DialUDP ListenUDP ListenMulticastUDP"),
			stream("IPConn", "DialIP Dialer.DialIP ListenIP"),
			stream("UnixConn", "DialUnix Dialer.DialUnix ListenUnixgram UnixListener.AcceptUnix"),
			conn("PacketConn", "ListenPacket ListenConfig.ListenPacket FilePacketConn"),
			listener("Listener", "Listen ListenConfig.Listen FileListener crypto/tls:Listen"),
			listener("TCPListener", "ListenTCP"),
			listener("UnixListener", "ListenUnix"),
		},
		Inert: "Pipe", // memory
	}
}

// connsElsewhere lists what hands out a net.Conn in other packages.
func connsElsewhere() string {
	return in("crypto/tls", "Dialer.Dial Dialer.DialContext") +
		in("net/http", "Hijacker.Hijack ResponseController.Hijack") +
		in(nats, "CustomDialer.Dial InProcessConnProvider.InProcessConn") +
		" go.mongodb.org/mongo-driver/mongo:Dialer.DialContext" +
		" go.mongodb.org/mongo-driver/v2/mongo:Dialer.DialContext" +
		" github.com/gocql/gocql:Dialer.DialContext"
}

func tlsLibrary() Library {
	return Library{
		Path: "crypto/tls",
		Resources: []Resource{
			{
				Type:    "Conn",
				Acquire: "Dial DialWithDialer",
				Release: "Close",
				Plain:   "Close ConnectionState LocalAddr RemoteAddr NetConn OCSPResponse VerifyHostname",
			},
		},
		Wraps: "Client/0 Server/0 NewListener/0",
		Inert: "Conn.NetConn",
	}
}

func httpLibrary() Library {
	return Library{
		Path: "net/http",
		Resources: []Resource{
			{
				Type: "Response",
				Acquire: "Get Head Post PostForm Client.Do Client.Get Client.Head Client.Post " +
					"Client.PostForm Transport.RoundTrip RoundTripper.RoundTrip ClientConn.RoundTrip",
				ByType:  true,
				Release: "Body.Close",
				Plain:   "Cookies Location ProtoAtLeast",
			},
			{
				Type:    "ClientConn",
				Acquire: "Transport.NewClientConn",
				Release: "Close",
				Plain:   "Close Err Available InFlight Release",
			},
			{
				Type:    "File",
				Acquire: "Dir.Open FileSystem.Open",
				Release: "Close",
				Plain:   "Close",
			},
		},
		// The transport closes the body of a request, a server its listener.
		TakesIfOK: "NewRequest/2 NewRequestWithContext/3",
		// A handler may end what it finds in the context of its request.
		Takes: "Post/2 Client.Post/2 Handler.ServeHTTP/1 HandlerFunc.ServeHTTP/1 " +
			"Serve/0 ServeTLS/0 Server.Serve/0 Server.ServeTLS/0",
		Wraps:    "MaxBytesReader/1",
		Elements: "NewRequestWithContext/0 Request.Clone/0 Request.WithContext/0", // what is in the context
		Inert:    "ReadResponse",                                                  // it closes nothing but reads on
	}
}
