package main

import "github.com/spf13/cobra"

// newFiles returns what help tells about files and exit status, which isn't a verb.
func newFiles() *cobra.Command {
	return &cobra.Command{
		Use:   "files",
		Short: "What files the verbs read and write, and the exit status",
		Long: `The ending of a name tells what a file is.

A model, whole:
  .keras       as Keras 3 and Keras 2.12 and later have it
  .h5          as all versions since Keras 1 have it

Weights alone:
  .weights.h5    as Keras 3 has them, with the state of the optimizer
  .weights.json  the same in several files; this is their index
  .npz           as arrays named layers/dense/vars/0

An architecture alone:
  .json        as to_json writes it

Samples and predictions:
  .npz         several, each under a name, as numpy.savez writes them
  .npy         one, as numpy.save writes it
  .csv         one: a row for each line; a first line of words is a heading

The names in a .npz file of samples:
  x                    the input of a model that has one
  NAME                 the input, or the output, of that name
  y                    the target of a model that has one output
  sample_weight        how much each sample counts
  sample_weight_NAME   how much each counts for that output

The names of inputs are those of a model's Input layers. Those of outputs are
the names of the layers that give them, as in Keras's output_names; where a name
appears again, _1, _2 and so on is added. The first axis of all arrays counts
samples.

A file that is written is there whole or not at all: after an error or an
interrupt there is what was there before.

The exit status is 0 if all went well; 1 after an error, of which the standard
error output tells in a line that begins with "keras: ", or in one for each if
there are several; 130 if Ctrl-C or a signal ended the work.`,
	}
}
