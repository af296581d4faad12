// Package data hands samples to a model, a batch at a time.
//
// A [Dataset] is where samples come from: [Arrays], which are in memory, or a
// [Func], which makes batches as they are needed. [Epochs] cuts either into the
// epochs of a training run, for the loops of Fit, Evaluate and Predict:
//
//	epochs := data.Epochs{Data: ds, Options: data.Options{BatchSize: 100, Shuffle: rng}}
//	defer epochs.Close()
//	for range 20 {
//		for batch, err := range epochs.Epoch(ctx) {
//			…
//		}
//	}
//
// The arrays of a batch are used again for the next one: whoever keeps them
// must copy them.
package data
