"""Finding words that were said. A reader finds only what that reader may see."""
