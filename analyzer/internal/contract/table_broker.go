package contract

func brokerLibraries() []Library {
	return []Library{
		natsLibrary(),
		{
			Path: nats + "/jetstream",
			Resources: append(natsStores("KeyValue.Watch KeyValue.WatchAll KeyValue.WatchFiltered"),
				Resource{
					Type:    "MessagesContext",
					Acquire: "Consumer.Messages",
					Release: "Stop Drain",
					Plain:   "Stop Drain",
					Verb:    "stopped",
				}),
			Inert: "JetStream.Conn",
		},
		{
			Path: "github.com/rabbitmq/amqp091-go",
			Resources: []Resource{
				{
					Type:    "Connection",
					Class:   Pool,
					Acquire: "Dial DialConfig DialTLS DialTLS_ExternalAuth",
					Release: "Close CloseDeadline",
					Plain:   "Close IsClosed LocalAddr RemoteAddr",
				},
				{
					Type:    "Channel",
					Acquire: "Connection.Channel",
					Release: "Close",
					Parent:  "Connection",
					Plain:   "Close IsClosed",
				},
			},
			Wraps: "Open/0",
		},
		sarama(),
		kafkaGo(),
		{
			Path: "github.com/twmb/franz-go/pkg/kgo",
			Resources: []Resource{
				brokerClient("Client", "NewClient", "Close CloseAllowingRebalance"),
				brokerClient("GroupTransactSession", "NewGroupTransactSession",
					"Close CloseAllowingRebalance"),
			},
			Inert: "GroupTransactSession.Client",
		},
	}
}

func brokerClient(typ, acquire, release string) Resource {
	return Resource{
		Type:    typ,
		Class:   Pool,
		Acquire: acquire,
		Release: release,
		Plain:   release,
	}
}

// natsLibrary leaves out Subscription: most live as long as the connection,
// and end with it.
func natsLibrary() Library {
	conn := brokerClient("Conn", "Connect Options.Connect", "Close Drain")
	conn.Plain += " IsClosed IsConnected IsDraining LastError Stats Status"
	return Library{
		Path: nats,
		Resources: append(natsStores("KeyValue.Watch KeyValue.WatchAll KeyValue.WatchFiltered"),
			conn,
			Resource{Type: "EncodedConn", Class: Pool, Release: "Close Drain", Plain: "Close Drain"}),
		Wraps: "NewEncodedConn/0",
	}
}

func natsStores(watch string) []Resource {
	return []Resource{
		{
			Type:    "KeyWatcher",
			Acquire: watch,
			Release: "Stop",
			Plain:   "Stop",
			Verb:    "stopped",
		},
		{
			Type:    "ObjectWatcher",
			Acquire: "ObjectStore.Watch",
			Release: "Stop",
			Plain:   "Stop",
			Verb:    "stopped",
		},
		{
			Type:    "ObjectResult",
			Acquire: "ObjectStore.Get",
			Release: "Close",
			Plain:   "Close Error Info",
		},
	}
}

// sarama leaves out Broker, which its client owns, or which is not open yet.
func sarama() Library {
	return Library{
		Path: "github.com/IBM/sarama",
		Resources: []Resource{
			brokerClient("Client", "NewClient", "Close"),
			brokerClient("ClusterAdmin", "NewClusterAdmin", "Close"),
			brokerClient("SyncProducer", "NewSyncProducer NewSyncProducerFromClient", "Close"),
			brokerClient("AsyncProducer", "NewAsyncProducer NewAsyncProducerFromClient",
				"Close AsyncClose"),
			brokerClient("Consumer", "NewConsumer NewConsumerFromClient", "Close"),
			brokerClient("ConsumerGroup", "NewConsumerGroup NewConsumerGroupFromClient", "Close"),
			brokerClient("OffsetManager", "NewOffsetManagerFromClient", "Close"),
			{
				Type:    "PartitionConsumer",
				Acquire: "Consumer.ConsumePartition",
				Release: "Close AsyncClose",
				Plain:   "Close AsyncClose Errors HighWaterMarkOffset Messages",
			},
			{
				Type:    "PartitionOffsetManager",
				Acquire: "OffsetManager.ManagePartition",
				Release: "Close AsyncClose",
				Plain:   "Close AsyncClose Errors",
			},
		},
		Wraps: "NewClusterAdminFromClient/0",
	}
}

func kafkaGo() Library {
	reader := brokerClient("Reader", "NewReader", "Close")
	reader.Plain += " Config Stats"
	return Library{
		Path: "github.com/segmentio/kafka-go",
		Resources: []Resource{
			reader,
			brokerClient("Writer", "NewWriter", "Close"),
			brokerClient("ConsumerGroup", "NewConsumerGroup", "Close"),
			{
				Type: "Conn",
				Acquire: "Dial DialContext DialLeader DialPartition Dialer.Dial Dialer.DialContext " +
					"Dialer.DialLeader Dialer.DialPartition",
				Release: "Close",
				Plain:   "Close Broker LocalAddr RemoteAddr",
			},
			{
				Type:    "Batch",
				Acquire: "Conn.ReadBatch Conn.ReadBatchWith",
				ByType:  true,
				Release: "Close",
				Parent:  "Conn",
				Plain:   "Close Err HighWaterMark Offset Partition Throttle",
			},
		},
		Wraps: "NewConn/0 NewConnWith/0",
	}
}
