package files

import (
	"archive/zip"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"net/rpc"
	"net/smtp"
	"os"
	"path"
	"time"
)

// A certificate is looked at and the connection left.
func badTLSProbe(addr string) (time.Time, error) {
	conn, err := tls.Dial("tcp", addr, nil) // want "unclosed: conn .*is never closed"
	if err != nil {
		return time.Time{}, err
	}
	certs := conn.ConnectionState().PeerCertificates
	if len(certs) == 0 {
		return time.Time{}, errors.New("no certificate")
	}
	return certs[0].NotAfter, nil
}

// A certificate is looked at and the connection closed.
func goodTLSProbe(addr string) (time.Time, error) {
	conn, err := tls.Dial("tcp", addr, nil)
	if err != nil {
		return time.Time{}, err
	}
	defer conn.Close()
	certs := conn.ConnectionState().PeerCertificates
	if len(certs) == 0 {
		return time.Time{}, errors.New("no certificate")
	}
	return certs[0].NotAfter, nil
}

// One datagram there, one back; a timeout leaves the socket open.
func badDatagram(addr *net.UDPAddr, ask []byte) ([]byte, error) {
	conn, err := net.DialUDP("udp", nil, addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write(ask); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	buf := make([]byte, 1500)
	n, err := conn.Read(buf)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return nil, fmt.Errorf("%s does not answer", addr)
	}
	return buf[:n], errors.Join(err, conn.Close())
}

// A socket that listens for one packet.
func badListenPacket(addr string) (from net.Addr, err error) {
	pc, err := net.ListenPacket("udp", addr) // want "unclosed: pc .*is never closed"
	if err != nil {
		return nil, err
	}
	_, from, err = pc.ReadFrom(make([]byte, 1500))
	return from, err
}

// A socket that listens for one packet, closed by defer.
func goodListenPacket(addr string) (from net.Addr, err error) {
	pc, err := net.ListenPacket("udp", addr)
	if err != nil {
		return nil, err
	}
	defer pc.Close()
	_, from, err = pc.ReadFrom(make([]byte, 1500))
	return from, err
}

// The second dial fails and the first connection is lost.
func badTwoDials(left, right string) error {
	a, err := net.Dial("tcp", left) // want "unclosed: a .*is not closed"
	if err != nil {
		return err
	}
	b, err := net.Dial("tcp", right)
	if err != nil {
		return fmt.Errorf("dial %s: %w", right, err)
	}
	defer a.Close()
	defer b.Close()
	_, err = io.Copy(a, b)
	return err
}

// The standby replaces the primary, which stays open.
func badFailover(primary, standby string) (net.Conn, error) {
	conn, err := net.Dial("tcp", primary) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(conn, "PING\n"); err != nil {
		conn, err = net.Dial("tcp", standby)
		if err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// The standby replaces the primary, which is closed.
func goodFailover(primary, standby string) (net.Conn, error) {
	conn, err := net.Dial("tcp", primary)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(conn, "PING\n"); err != nil {
		conn.Close()
		conn, err = net.Dial("tcp", standby)
		if err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// An archive is searched; the hit leaves it open.
func badArchiveHit(file, name string) ([]byte, error) {
	zr, err := zip.OpenReader(file) // want "unclosed: zr .*is not closed"
	if err != nil {
		return nil, err
	}
	for _, entry := range zr.File {
		if entry.Name != name {
			continue
		}
		rc, err := entry.Open()
		if err != nil {
			return nil, errors.Join(err, zr.Close())
		}
		data, err := io.ReadAll(rc)
		return data, errors.Join(err, rc.Close())
	}
	return nil, errors.Join(fs.ErrNotExist, zr.Close())
}

// An uploaded file is read and left.
func badUpload(w http.ResponseWriter, r *http.Request) {
	file, header, err := r.FormFile("upload") // want "unclosed: file .*is never closed"
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(file); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	log.Printf("%s: %d bytes", header.Filename, buf.Len())
}

// Each uploaded file is opened, stored, closed.
func goodUploads(headers []*multipart.FileHeader, store func([]byte) error) error {
	for _, h := range headers {
		file, err := h.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(file)
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
		if err := store(data); err != nil {
			return err
		}
	}
	return nil
}

// Each uploaded file is opened and stored; a failed read leaves it.
func badUploads(headers []*multipart.FileHeader, store func([]byte) error) error {
	for _, h := range headers {
		file, err := h.Open() // want "unclosed: file .*is not closed"
		if err != nil {
			return err
		}
		data, err := io.ReadAll(file)
		if err != nil {
			return fmt.Errorf("%s: %w", h.Filename, err)
		}
		file.Close()
		if err := store(data); err != nil {
			return err
		}
	}
	return nil
}

// What an fs.FS opens may well be memory, as all that is embedded is.
func goodFSFile(fsys fs.FS, name string) (int64, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// The root is left, the file below it is closed.
func badOpenRoot(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir) // want "unclosed: root .*is never closed"
	if err != nil {
		return nil, err
	}
	f, err := root.Open(path.Clean(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A mail session is quit at its end and on no error.
func badMail(addr, from, to string, msg []byte) error {
	c, err := smtp.Dial(addr) // want "unclosed: c .*is not "
	if err != nil {
		return err
	}
	if err := errors.Join(c.Mail(from), c.Rcpt(to)); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return errors.Join(err, c.Close())
	}
	_, err = w.Write(msg)
	return errors.Join(err, w.Close(), c.Quit())
}

// A remote call whose client is never closed.
func badRemoteCall(addr string) (sum int, err error) {
	client, err := rpc.Dial("tcp", addr) // want "unclosed: client .*is never closed"
	if err != nil {
		return 0, err
	}
	err = client.Call("Arith.Sum", []int{1, 2}, &sum)
	return sum, err
}

// A remote call whose client is closed.
func goodRemoteCall(addr string) (sum int, err error) {
	client, err := rpc.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	err = client.Call("Arith.Sum", []int{1, 2}, &sum)
	return sum, errors.Join(err, client.Close())
}

// The listener is lost if its address cannot be told to the others.
func badAnnounce(announce string) (net.Listener, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0") // want "unclosed: ln .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(announce, []byte(ln.Addr().String()), 0o600); err != nil {
		return nil, err
	}
	return ln, nil
}

// The listener is closed if its address cannot be told to the others.
func goodAnnounce(announce string) (net.Listener, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(announce, []byte(ln.Addr().String()), 0o600); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	return ln, nil
}
