package escapes

import (
	"bytes"
	"compress/gzip"
	"mime/multipart"
	"net/http"
)

// The form is whole when the writer is closed, and its type is asked for then.
func goodForm(fields map[string]string) (*bytes.Buffer, *multipart.Writer, error) {
	body := new(bytes.Buffer)
	form := multipart.NewWriter(body)
	defer form.Close()
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			return nil, nil, err
		}
	}
	return body, form, nil
}

func goodPost(url string, fields map[string]string) (*http.Request, error) {
	body, form, err := goodForm(fields)
	if err != nil {
		return nil, err
	}
	return http.NewRequest(http.MethodPost, url, withType(body, form.FormDataContentType()))
}

func withType(body *bytes.Buffer, typ string) *bytes.Buffer {
	body.WriteString(typ)
	return body
}

// Nothing can be asked of a closed one, and nothing written.
func badCompressor(data []byte) (*bytes.Buffer, *gzip.Writer, error) {
	body := new(bytes.Buffer)
	zw := gzip.NewWriter(body)
	defer zw.Close()
	if _, err := zw.Write(data); err != nil {
		return nil, nil, err
	}
	return body, zw, nil // want "afterclose: zw "
}

// A part is written to the form that is closed.
func badFormPart(data []byte) (*bytes.Buffer, error) {
	body := new(bytes.Buffer)
	form := multipart.NewWriter(body)
	if err := form.Close(); err != nil {
		return nil, err
	}
	part, err := form.CreateFormFile("file", "name") // want "afterclose: form "
	if err != nil {
		return nil, err
	}
	_, err = part.Write(data)
	return body, err
}
