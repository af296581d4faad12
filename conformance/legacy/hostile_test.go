package legacy

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/gokeras/keras"
)

// Files that are cut off or changed load or don't, but end neither the program nor the
// machine's memory.
func TestHostile(t *testing.T) {
	tries := 40
	if testing.Short() {
		tries = 5
	}
	for _, s := range specimens(t) {
		if s.name != "mlp" && s.name != "functional" && s.name != "merge" {
			continue
		}
		whole := s.bytes(t)
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, uint64(len(whole))))
			load := func(b []byte) error {
				_, err := keras.Read(bytes.NewReader(b), int64(len(b)))
				return err
			}
			for range tries {
				n := r.IntN(len(whole))
				if err := load(whole[:n]); err == nil {
					t.Errorf("the first %d bytes of %d: received no error", n, len(whole))
				}
				b := bytes.Clone(whole)
				for range 1 + r.IntN(20) {
					b[r.IntN(len(b))] ^= 1 << r.IntN(8)
				}
				_ = load(b) // an error or, where data or nothing has changed, none
			}
		})
	}
}

// Configs that are changed are refused, or read, but nothing panics.
func TestHostileConfig(t *testing.T) {
	for _, s := range specimens(t) {
		if s.name != "functional" && s.name != "merge" && s.name != "recurrent" {
			continue
		}
		whole := s.bytes(t)
		from := bytes.Index(whole, []byte(`"class_name"`))
		if from < 0 {
			t.Fatalf("%v: the file has no config", s)
		}
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(2, uint64(len(whole))))
			for range 60 {
				b := bytes.Clone(whole)
				at := from + r.IntN(2500)
				if at < len(b) {
					b[at] = `0123456789[]{},:"abnul-`[r.IntN(23)]
				}
				_, _ = keras.Read(bytes.NewReader(b), int64(len(b)))
			}
		})
	}
}
