package contract

// hostLibraries is about what runs beside the program, on the same host, containers
// and plugins, and how it is reached.
func hostLibraries() []Library {
	return []Library{
		{Path: "github.com/containerd/fifo"}, // its pipes stand with package io
		{ // Close gives up the connections that are kept for the next request.
			Path:    "github.com/docker/docker/client",
			Partial: true,
			Resources: []Resource{
				{
					Type:    "Client",
					Acquire: "NewClient NewClientWithOpts NewEnvClient",
					Release: "Close",
					Plain:   "Close ClientVersion DaemonHost HTTPClient",
				},
			},
		},
		{ // A process, which outlives the one that started it. CleanupClients ends those that are Managed.
			Path:    "github.com/hashicorp/go-plugin",
			Partial: true,
			Resources: []Resource{
				{
					Type:    "Client",
					Acquire: "NewClient",
					Unless:  "ClientConfig.Managed",
					Release: "Kill",
					Plain:   "Kill Exited ID NegotiatedVersion ReattachConfig",
					Verb:    "killed",
				},
			},
		},
	}
}
