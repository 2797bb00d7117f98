@echo off
rem Starts the command glass from any folder.
setlocal
set "GLASS_HOME=%~dp0.."
set "GLASS_JAVA=java"
if defined JAVA_HOME set "GLASS_JAVA=%JAVA_HOME%\bin\java"
"%GLASS_JAVA%" -Djava.awt.headless=true %GLASS_JAVA_OPTS% -classpath "%GLASS_HOME%\lib\*" org.glassllm.cli.Main %*
exit /b %ERRORLEVEL%
