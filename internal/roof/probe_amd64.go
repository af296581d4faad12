package roof

import "github.com/gokeras/keras/internal/cpu"

var _ = Probes.Offer("avx2", &cpu.AVX2, Probe{
	Flops:  12 * 8 * 2,
	FMA:    fmaAVX2,
	Roots:  8 * 8,
	Root:   rootAVX2,
	Read:   func(p []float32) { readAVX2(&p[0], len(p)) },
	Update: func(p []float32) { updateAVX2(&p[0], len(p)) },
})

var _ = Probes.Offer("avx512", &cpu.AVX512, Probe{
	Flops:  24 * 16 * 2,
	FMA:    fmaAVX512,
	Roots:  8 * 16,
	Root:   rootAVX512,
	Read:   func(p []float32) { readAVX512(&p[0], len(p)) },
	Update: func(p []float32) { updateAVX512(&p[0], len(p)) },
})
