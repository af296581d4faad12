package kerasfile

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// kerasVersion is the version of Keras whose files these are.
const kerasVersion = "3.15.1"

// WriteTo implements [io.WriterTo]. Like Keras it compresses nothing: weights
// hardly shrink.
func (a *Archive) WriteTo(w io.Writer) (int64, error) {
	out := &counter{w: w}
	z := zip.NewWriter(out)
	metadata, err := json.Marshal(struct {
		Version string `json:"keras_version"`
		Date    string `json:"date_saved"`
	}{kerasVersion, time.Now().Format("2006-01-02@15:04:05")})
	if err != nil {
		return out.n, err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{metadataName, func(w io.Writer) error { _, err := w.Write(metadata); return err }},
		{configName, func(w io.Writer) error { _, err := w.Write(a.Config); return err }},
		{weightsName, func(w io.Writer) error { _, err := WeightsFile(a.Weights).WriteTo(w); return err }},
	} {
		member, err := z.CreateHeader(&zip.FileHeader{
			Name: f.name, Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err == nil {
			err = f.write(member)
		}
		if err != nil {
			return out.n, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	err = z.Close()
	return out.n, err
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// A WeightsFile is what a file of weights holds.
type WeightsFile []Vars

// WriteTo implements [io.WriterTo].
func (weights WeightsFile) WriteTo(w io.Writer) (int64, error) {
	f := hdf5.NewWriter()
	for _, v := range weights {
		g := f.Group(group(v.Path))
		if v.Name != "" {
			g.SetAttr("name", v.Name)
		}
		for i, t := range v.Tensors {
			dataset(g, strconv.Itoa(v.first+i), t)
		}
	}
	return f.WriteTo(w)
}

func dataset(g *hdf5.GroupWriter, name string, t *tensor.Tensor) {
	switch t.DType() {
	case tensor.Float32:
		hdf5.Write(g, name, t.Shape(), tensor.Data[float32](t))
	case tensor.Float64:
		hdf5.Write(g, name, t.Shape(), tensor.Data[float64](t))
	case tensor.Int8:
		hdf5.Write(g, name, t.Shape(), tensor.Data[int8](t))
	case tensor.Int16:
		hdf5.Write(g, name, t.Shape(), tensor.Data[int16](t))
	case tensor.Int32:
		hdf5.Write(g, name, t.Shape(), tensor.Data[int32](t))
	case tensor.Int64:
		hdf5.Write(g, name, t.Shape(), tensor.Data[int64](t))
	case tensor.Uint8:
		hdf5.Write(g, name, t.Shape(), tensor.Data[uint8](t))
	case tensor.Uint16:
		hdf5.Write(g, name, t.Shape(), tensor.Data[uint16](t))
	case tensor.Uint32:
		hdf5.Write(g, name, t.Shape(), tensor.Data[uint32](t))
	case tensor.Uint64:
		hdf5.Write(g, name, t.Shape(), tensor.Data[uint64](t))
	case tensor.Bool:
		hdf5.Write(g, name, t.Shape(), tensor.Data[bool](t))
	}
}
