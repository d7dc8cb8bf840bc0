// Package broker has one leak and one clean use for each client of a message
// broker.
package broker

import (
	"context"
	"io"

	"github.com/IBM/sarama"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

func badNATS() error {
	nc, err := nats.Connect("url") // want "undisposed: nc "
	if err != nil {
		return err
	}
	return nc.Publish("subject", nil)
}

func goodNATS(handler nats.MsgHandler) error {
	nc, err := nats.Connect("url")
	if err != nil {
		return err
	}
	defer nc.Drain()
	_, err = nc.Subscribe("subject", handler) // ok: ends with the connection
	return err
}

func badNATSObject(store nats.ObjectStore) ([]byte, error) {
	object, err := store.Get("name") // want "unclosed: object "
	if err != nil {
		return nil, err
	}
	return io.ReadAll(object)
}

func badJetStream(kv jetstream.KeyValue) (jetstream.KeyValueEntry, error) {
	watcher, err := kv.WatchAll(context.Background()) // want "unclosed: watcher "
	if err != nil {
		return nil, err
	}
	return <-watcher.Updates(), nil
}

func goodJetStream(consumer jetstream.Consumer) (jetstream.Msg, error) {
	messages, err := consumer.Messages()
	if err != nil {
		return nil, err
	}
	defer messages.Stop()
	return messages.Next()
}

func badAMQP() error {
	conn, err := amqp.Dial("url") // want "undisposed: conn "
	if err != nil {
		return err
	}
	ch, err := conn.Channel() // want "unclosed: ch "
	if err != nil {
		return err
	}
	return ch.Confirm(false)
}

func goodAMQP() error {
	conn, err := amqp.Dial("url")
	if err != nil {
		return err
	}
	defer conn.Close()
	ch, err := conn.Channel() // ok: ends with the connection
	if err != nil {
		return err
	}
	return ch.Confirm(false)
}

func badSarama(client sarama.Client) error {
	producer, err := sarama.NewSyncProducerFromClient(client) // want "undisposed: producer "
	if err != nil {
		return err
	}
	_, _, err = producer.SendMessage(nil)
	return err
}

func badSaramaPartition(consumer sarama.Consumer) error {
	partition, err := consumer.ConsumePartition("topic", 0, 0) // want "unclosed: partition "
	if err != nil {
		return err
	}
	<-partition.Messages()
	return nil
}

func goodSarama(config *sarama.Config) error {
	client, err := sarama.NewClient(nil, config)
	if err != nil {
		return err
	}
	admin, err := sarama.NewClusterAdminFromClient(client)
	if err != nil {
		client.Close()
		return err
	}
	defer admin.Close() // ok: closes the client, too
	return admin.DeleteTopic("topic")
}

func badKafka(ctx context.Context, config kafka.ReaderConfig) (kafka.Message, error) {
	reader := kafka.NewReader(config) // want "undisposed: reader "
	return reader.ReadMessage(ctx)
}

func badKafkaBatch(conn *kafka.Conn) (kafka.Message, error) {
	batch := conn.ReadBatch(1, 1) // want "unclosed: batch "
	return batch.ReadMessage()
}

func goodKafka(ctx context.Context) error {
	conn, err := kafka.DialContext(ctx, "tcp", "localhost:9092")
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.DeleteTopics("topic")
}

func badFranz(ctx context.Context) error {
	client, err := kgo.NewClient() // want "undisposed: client "
	if err != nil {
		return err
	}
	return client.Ping(ctx)
}

func goodFranz(ctx context.Context) error {
	client, err := kgo.NewClient()
	if err != nil {
		return err
	}
	defer client.CloseAllowingRebalance()
	return client.Ping(ctx)
}
