"""What the machine gives: folders, stamps of files, processes, and somebody who watches the progress."""
