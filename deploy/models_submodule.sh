#!/bin/bash
# Turns a folder of this repository into a Git submodule of a repository of its own:
#   deploy/models_submodule.sh REMOTE [FOLDER]       FOLDER is models by default; notebooks works the same way
# REMOTE is empty, or already holds exactly what FOLDER holds. What is tracked in FOLDER moves with its history's last
# state; nothing is committed here: look at `git status`, then commit. Until then `git reset --hard` undoes it.
set -euo pipefail
remote=${1:?usage: models_submodule.sh REMOTE [FOLDER]} folder=${2:-models}
cd "$(git rev-parse --show-toplevel)"
stop() { echo "$*" >&2; exit 1; }

[ -d "$folder" ] || stop "there is no folder $folder"
[ "$(git ls-files --stage -- "$folder" | cut -c1-6)" != 160000 ] || stop "$folder is a submodule already"
[ -z "$(git status --porcelain -- "$folder" .gitmodules)" ] || stop "$folder has changes; commit or drop them first"
tree=$(git rev-parse --verify --quiet "HEAD:$folder") || stop "$folder is not in the last commit"

head=$(git ls-remote "$remote" HEAD refs/heads/main | head -n 1 | cut -f1) || stop "$remote cannot be reached"
if [ -z "$head" ]; then
  commit=$(git commit-tree "$tree" -m "$folder, as they stood in $(git rev-parse --short HEAD)")
  git push --quiet "$remote" "$commit:refs/heads/main"
else
  git fetch --quiet "$remote" main
  [ "$(git rev-parse 'FETCH_HEAD^{tree}')" = "$tree" ] || stop "$remote holds something else than $folder; empty it, or make them equal"
  commit=$(git rev-parse FETCH_HEAD)
fi

git rm -r --quiet --cached -- "$folder"
aside=$(mktemp -d)
mv "$folder" "$aside/"
if ! git submodule --quiet add --branch main -- "$remote" "$folder" || ! git -C "$folder" checkout --quiet "$commit"; then
  rm -rf "$folder" ".git/modules/$folder"
  mv "$aside/$folder" "$folder"
  git reset --quiet -- "$folder" .gitmodules
  [ -s .gitmodules ] || rm -f .gitmodules
  stop "$remote could not be mounted; $folder is as it was"
fi
rm -rf "$aside"
git add "$folder"
echo "$folder is now $remote at $(git rev-parse --short "$commit"). Look at it and commit:  git status; git commit -m 'Mount $folder'"
