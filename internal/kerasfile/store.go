package kerasfile

import (
	"archive/zip"
	"fmt"
	"io"
)

// A Store is weights that are open for reading: an HDF5 file ([Weights]), a .npz file
// ([NPZ]) or several files ([Shards]).
type Store interface {
	// Vars returns the variables of what stands at the path, as [Vars.Path] is; none if
	// the store has nothing of that path. Each path is asked for once.
	Vars(path string) ([]*Value, error)
}

// OpenStore opens the weights in a file of the given size, which may be a .keras file, a
// .npz file or HDF5.
func OpenStore(r io.ReaderAt, size int64) (Store, error) {
	if IsH5(r) {
		return OpenWeights(r, size)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("neither HDF5 nor an archive such as .keras or .npz: %w", err)
	}
	a := &archive{r, size, z.File}
	if _, err := a.find(configName); err == nil {
		var f Reader
		err := a.weights(&f)
		return f.Store, err
	}
	return a.npz()
}
