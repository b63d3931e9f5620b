"""Words as people write them: tokens, sound, inflection, slips, and the shipped vocabularies."""
