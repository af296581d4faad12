// Package kerasfile reads and writes .keras files: a ZIP archive of
//
//	metadata.json      the version of Keras and the date; not needed to read
//	config.json        the model as an object of package config
//	model.weights.h5   the weights
//
// In the file of weights, what owns variables has a group named by where it
// stands in the model, such as layers/dense or optimizer; its variables are the
// datasets 0, 1, … of the group vars below it.
//
// Weights alone are such a file, or an [NPZ], or, by the size of files, [Shards]; the weights of
// an archive may be an NPZ, too, as early versions of Keras 3 read it. All are a [Store].
//
// The format before that is read as [H5] and written as [Model]: a .h5 file whose attributes
// are the config, and in which each layer of the model has a group by its own name.
package kerasfile

import "github.com/gokeras/keras/tensor"

// An Archive is a model's file.
type Archive struct {
	Config  []byte // the text of config.json
	Weights []Vars
}

// Vars is the variables of one owner, such as a layer.
type Vars struct {
	Path    string // of the owner's group: "layers/dense"; empty for the model's own
	Name    string // the owner's name; empty in a shard that another comes before
	first   int    // the number of the first variable, where others are in another file
	Tensors []*tensor.Tensor
}

// group returns the path of the group that holds the datasets.
func group(path string) string {
	if path == "" {
		return "vars"
	}
	return path + "/vars"
}

const (
	metadataName = "metadata.json"
	configName   = "config.json"
	weightsName  = "model.weights.h5"
	npzName      = "model.weights.npz"
)
