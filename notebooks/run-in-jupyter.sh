#!/usr/bin/env bash
# Runs all notebooks in a real Jupyter with the rapaio Java kernel. Build first: mvn -q package -DskipTests
set -euo pipefail
cd "$(dirname "$0")/.."
version=3.0.1
python=${PYTHON:-/usr/bin/python3}
work=target/jupyter

if ! "$python" -c 'import nbclient, nbformat' 2>/dev/null; then
  echo "Jupyter's client is missing: apt-get install -y --no-install-recommends jupyter-nbconvert jupyter-client" >&2
  exit 1
fi
mkdir -p "$work/kernels/rapaio"
if [ ! -f "$work/rapaio.jar" ]; then
  mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="io.github.padreati:rapaio-jupyter-kernel:$version" \
    -DoutputDirectory="$work" -Dmdep.stripVersion=true
  mv "$work/rapaio-jupyter-kernel.jar" "$work/rapaio.jar"
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cat > "$work/kernels/rapaio/kernel.json" <<JSON
{"argv": ["$java", "-Djava.awt.headless=true", "-jar", "$PWD/$work/rapaio.jar", "{connection_file}"],
 "display_name": "Java (rapaio)", "language": "java", "interrupt_mode": "message"}
JSON
JUPYTER_PATH="$PWD/$work" "$python" notebooks/run_in_jupyter.py rapaio notebooks/*.ipynb
