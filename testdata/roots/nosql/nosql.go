// Package nosql has one leak and one clean use for each library of NoSQL
// databases.
package nosql

import (
	"context"
	"errors"
	"os"

	redis8 "github.com/go-redis/redis/v8"
	"github.com/gocql/gocql"
	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	mongo1 "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/gridfs"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

func badMongo(ctx context.Context, coll *mongo.Collection) error {
	cur, err := coll.Find(ctx, bson.D{}) // want "unclosed: cur "
	if err != nil {
		return err
	}
	for cur.Next(ctx) {
		var doc bson.D
		if err := cur.Decode(&doc); err != nil {
			return err
		}
	}
	return cur.Err()
}

func goodMongo(ctx context.Context, coll *mongo.Collection) (docs []bson.D, err error) {
	cur, err := coll.Find(ctx, bson.D{})
	if err != nil {
		return nil, err
	}
	err = cur.All(ctx, &docs)
	return docs, err
}

func badMongoSession(ctx context.Context, client *mongo.Client) error {
	session, err := client.StartSession() // want "unclosed: session "
	if err != nil {
		return err
	}
	if err := session.StartTransaction(); err != nil {
		return err
	}
	return session.CommitTransaction(ctx)
}

func goodMongoSession(ctx context.Context) error {
	session := mongo.SessionFromContext(ctx) // ok: lent
	return session.StartTransaction()
}

func badMongoClient(ctx context.Context, opts *options.ClientOptions) error {
	client, err := mongo.Connect(opts) // want "undisposed: client "
	if err != nil {
		return err
	}
	return client.Ping(ctx, nil)
}

func badMongoEach(ctx context.Context, names []string) error {
	for _, name := range names {
		client, err := mongo.Connect(options.Client().ApplyURI(os.Getenv("MONGO"))) // want "poolscope: client "
		if err != nil {
			return err
		}
		err = client.Database(name).Drop(ctx)
		if err := errors.Join(err, client.Disconnect(ctx)); err != nil {
			return err
		}
	}
	return nil
}

func goodMongoEachOf(ctx context.Context, uris []string) error {
	for _, uri := range uris {
		client, err := mongo.Connect(options.Client().ApplyURI(uri))
		if err != nil {
			return err
		}
		err = client.Ping(ctx, nil)
		if err := errors.Join(err, client.Disconnect(ctx)); err != nil {
			return err
		}
	}
	return nil
}

func goodMongoClient(ctx context.Context, opts *options.ClientOptions) error {
	client, err := mongo.Connect(opts)
	if err != nil {
		return err
	}
	defer client.Disconnect(ctx)
	stream, err := client.Watch(ctx, mongo.Pipeline{})
	if err != nil {
		return err
	}
	defer stream.Close(ctx)
	stream.Next(ctx)
	return stream.Err()
}

func badMongo1(ctx context.Context, db *mongo1.Database) error {
	stream, err := db.Watch(ctx, nil) // want "unclosed: stream "
	if err != nil {
		return err
	}
	stream.Next(ctx)
	return stream.Err()
}

func goodMongo1(ctx context.Context, client *mongo1.Client) error {
	return client.UseSession(ctx, func(sctx mongo1.SessionContext) error {
		return sctx.StartTransaction()
	})
}

func badGridFS(bucket *gridfs.Bucket, buf []byte) (int, error) {
	file, err := bucket.OpenDownloadStreamByName("name") // want "unclosed: file "
	if err != nil {
		return 0, err
	}
	return file.Read(buf)
}

func goodGridFS(bucket *gridfs.Bucket, buf []byte) (int, error) {
	file, err := bucket.OpenDownloadStreamByName("name")
	if err != nil {
		return 0, err
	}
	defer file.Close()
	return file.Read(buf)
}

func badRedis(ctx context.Context) error {
	client := redis.NewClient(&redis.Options{}) // want "undisposed: client "
	return client.Ping(ctx).Err()
}

func badRedisPubSub(ctx context.Context, client *redis.Client) error {
	sub := client.Subscribe(ctx, "channel") // want "unclosed: sub "
	_, err := sub.Receive(ctx)
	return err
}

func goodRedis(ctx context.Context) error {
	client := redis.NewUniversalClient(&redis.UniversalOptions{})
	defer client.Close()
	sub := client.PSubscribe(ctx, "channel")
	defer sub.Close()
	_, err := sub.Receive(ctx)
	return err
}

// The client keeps what it hands out, and closes it.
func goodRedisAutoPipeliner(ctx context.Context, client *redis.Client) error {
	ap, err := client.AutoPipeline()
	if err != nil {
		return err
	}
	return ap.Set(ctx, "a", 1, 0).Err()
}

func badRedisAutoPipeliner(ctx context.Context) error {
	client := redis.NewClient(&redis.Options{}) // want "undisposed: client "
	ap, err := client.AsyncAutoPipeline()
	if err != nil {
		return err
	}
	return ap.Set(ctx, "a", 1, 0).Err()
}

func badRedis8(ctx context.Context, client *redis8.Client) error {
	conn := client.Conn(ctx) // want "unclosed: conn "
	return conn.Ping(ctx).Err()
}

func goodRedis8(ctx context.Context, client *redis8.Client) error {
	conn := client.Conn(ctx)
	defer conn.Close()
	return conn.Ping(ctx).Err()
}

func badRedigo(pool *redigo.Pool) error {
	conn := pool.Get() // want "unclosed: conn "
	_, err := conn.Do("PING")
	return err
}

func goodRedigo() error {
	conn, err := redigo.Dial("tcp", "localhost:6379")
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Do("PING")
	return err
}

func badGocql(cluster *gocql.ClusterConfig) error {
	session, err := cluster.CreateSession() // want "undisposed: session "
	if err != nil {
		return err
	}
	return session.Query("SELECT 1").Exec()
}

// Early exit from an Iter leaks nothing.
func goodGocql(session *gocql.Session) (int, error) {
	var n int
	iter := session.Query("SELECT n FROM t").Iter()
	for iter.Scan(&n) {
		if n > 0 {
			return n, nil
		}
	}
	return 0, iter.Close()
}

// The scanner has the Iter, and closes it when it is asked for its error.
func goodGocqlScanner(session *gocql.Session) (names []string, err error) {
	scanner := session.Query("SELECT name FROM t").Iter().Scanner()
	for scanner.Next() {
		var name string
		if err := scanner.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, scanner.Err()
}

func badGocqlScanner(session *gocql.Session) (names []string) {
	scanner := session.Query("SELECT name FROM t").Iter().Scanner() // want "rowserr: scanner.Err.. is not checked"
	for scanner.Next() {
		var name string
		if err := scanner.Scan(&name); err != nil {
			return nil
		}
		names = append(names, name)
	}
	return names
}
