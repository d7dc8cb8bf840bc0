// Package cloud has one leak and one clean use for each client of a cloud's
// databases and stores.
package cloud

import (
	"context"
	"io"

	"cloud.google.com/go/bigquery"
	"cloud.google.com/go/firestore"
	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/spanner"
	"cloud.google.com/go/storage"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/client/v3/concurrency"
)

func badSpanner(ctx context.Context, client *spanner.Client, stmt spanner.Statement) (*spanner.Row, error) {
	iter := client.Single().Query(ctx, stmt) // want "unclosed: iter "
	return iter.Next()
}

func badSpannerTxn(ctx context.Context, client *spanner.Client) error {
	txn := client.ReadOnlyTransaction() // want "unclosed: txn "
	_, err := txn.ReadRow(ctx, "t", nil, nil)
	return err
}

func goodSpanner(ctx context.Context, client *spanner.Client, stmt spanner.Statement) error {
	txn := client.ReadOnlyTransaction()
	defer txn.Close()
	return txn.Query(ctx, stmt).Do(func(*spanner.Row) error { return nil })
}

// What reads is promoted from a part of the transaction.
func badSpannerReads(ctx context.Context, client *spanner.Client, stmt spanner.Statement) error {
	txn := client.ReadOnlyTransaction() // want "unclosed: txn .*is never closed"
	return txn.Query(ctx, stmt).Do(func(*spanner.Row) error { return nil })
}

func badBigQuery(ctx context.Context) error {
	client, err := bigquery.NewClient(ctx, "project") // want "undisposed: client "
	if err != nil {
		return err
	}
	_, err = client.Query("SELECT 1").Run(ctx)
	return err
}

func goodBigQuery(ctx context.Context, client *bigquery.Client) error {
	_, err := client.Query("SELECT 1").Read(ctx)
	return err
}

func badFirestore(ctx context.Context, coll *firestore.CollectionRef) (*firestore.DocumentSnapshot, error) {
	docs := coll.Documents(ctx) // want "unclosed: docs "
	return docs.Next()
}

func goodFirestore(ctx context.Context, coll *firestore.CollectionRef) ([]*firestore.DocumentSnapshot, error) {
	return coll.Documents(ctx).GetAll()
}

func badStorage(ctx context.Context, object *storage.ObjectHandle) ([]byte, error) {
	r, err := object.NewReader(ctx) // want "unclosed: r "
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// Not closing the writer is how the object is given up.
func goodStorage(ctx context.Context, object *storage.ObjectHandle, src io.Reader) error {
	w := object.NewWriter(ctx)
	if _, err := io.Copy(w, src); err != nil {
		return err
	}
	return w.Close()
}

func badPubSub(ctx context.Context) error {
	client, err := pubsub.NewClient(ctx, "project") // want "undisposed: client "
	if err != nil {
		return err
	}
	_, err = client.Publisher("topic").Publish(ctx, &pubsub.Message{}).Get(ctx)
	return err
}

func goodPubSub(ctx context.Context) error {
	client, err := pubsub.NewClient(ctx, "project")
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = client.Publisher("topic").Publish(ctx, &pubsub.Message{}).Get(ctx)
	return err
}

func badS3(ctx context.Context, client *s3.Client, in *s3.GetObjectInput) ([]byte, error) {
	out, err := client.GetObject(ctx, in) // want "unclosed: out"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(out.Body)
}

func goodS3(ctx context.Context, client *s3.Client, in *s3.GetObjectInput) ([]byte, error) {
	out, err := client.GetObject(ctx, in)
	if err != nil {
		return nil, err
	}
	defer out.Body.Close()
	return io.ReadAll(out.Body)
}

func badEtcd(ctx context.Context) error {
	client, err := clientv3.New(clientv3.Config{}) // want "undisposed: client "
	if err != nil {
		return err
	}
	_, err = client.Get(ctx, "key")
	return err
}

func badEtcdSession(client *clientv3.Client) error {
	session, err := concurrency.NewSession(client) // want "unclosed: session "
	if err != nil {
		return err
	}
	return concurrency.NewMutex(session, "prefix").Lock(session.Ctx())
}

func goodEtcd(ctx context.Context, client *clientv3.Client) error {
	session, err := concurrency.NewSession(client)
	if err != nil {
		return err
	}
	defer session.Close()
	lease := clientv3.NewLease(session.Client())
	defer lease.Close()
	_, err = lease.Grant(ctx, 1)
	return err
}

// What the func has left open is lost if the commit fails.
func badSpannerCommit(ctx context.Context, client *spanner.Client, stmt spanner.Statement) (*spanner.RowIterator, error) {
	var it *spanner.RowIterator
	_, err := client.ReadWriteTransaction(ctx, func(ctx context.Context, tx *spanner.ReadWriteTransaction) error {
		it = tx.Query(ctx, stmt) // want "unclosed: it .* is not stopped on every path"
		return nil
	})
	if err != nil {
		return nil, err
	}
	return it, nil
}

func goodSpannerCommit(ctx context.Context, client *spanner.Client, stmt spanner.Statement) (*spanner.RowIterator, error) {
	var it *spanner.RowIterator
	_, err := client.ReadWriteTransaction(ctx, func(ctx context.Context, tx *spanner.ReadWriteTransaction) error {
		it = tx.Query(ctx, stmt)
		return nil
	})
	if err != nil {
		if it != nil {
			it.Stop()
		}
		return nil, err
	}
	return it, nil
}
