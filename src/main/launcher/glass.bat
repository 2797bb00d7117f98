@echo off
rem Starts the command glass from any folder.
setlocal
rem Print UTF-8: some tales contain Chinese names.
chcp 65001 >nul
set "GLASS_HOME=%~dp0.."
set "GLASS_JAVA=java"
if defined JAVA_HOME set "GLASS_JAVA=%JAVA_HOME%\bin\java"
"%GLASS_JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo glass: no Java found; install a JDK 17 or newer, or set JAVA_HOME 1>&2
  exit /b 2
)
"%GLASS_JAVA%" -Djava.awt.headless=true -XX:+UseSerialGC %GLASS_JAVA_OPTS% -classpath "%GLASS_HOME%\lib\*" org.glassllm.cli.Main %*
exit /b %ERRORLEVEL%
