"""What is done with what is brought in. Each: require, change, emit. One file a verb."""
