package kerasfile

import (
	"maps"
	"slices"
	"strings"
)

// Paths returns the paths of all that the archive has variables of, sorted.
func (n *NPZ) Paths() []string {
	found := map[string]bool{}
	for name := range n.members {
		if owner, _, ok := strings.Cut("/"+name, "/vars/"); ok {
			name = strings.TrimPrefix(owner, "/")
		}
		if name == "__root__" {
			name = ""
		}
		found[name] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// Files returns the names of the files that have the variables, sorted.
func (s *Shards) Files() []string {
	found := map[string]bool{}
	for _, names := range s.names {
		for _, name := range names {
			found[name] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
